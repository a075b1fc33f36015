// Lets the AI SDK, on which OpenCode, Kilo Code and others are built, hold a conversation with tools.
// Arguments: the proxy's address, a key, an API (responses, messages, chat), model names.
// Prints one line of JSON a model: {"model", "streamed", "whole", "steps", "usage"} or {"model", "error"}.
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';

globalThis.AI_SDK_LOG_WARNINGS = false;
const [origin, apiKey, api, ...models] = process.argv.slice(2);
const baseURL = `${origin}/v1`;
const provider = {
  responses: () => createOpenAI({ baseURL, apiKey }),
  messages: () => createAnthropic({ baseURL, apiKey }),
  chat: () => createOpenAICompatible({ name: 'sap', baseURL, apiKey, includeUsage: true }),
}[api]();
const weather = tool({
  description: 'Tells the weather of a city.',
  inputSchema: z.object({ city: z.string() }),
  execute: async ({ city }) => `${city}: 21 degrees`,
});

for (const model of models) {
  const common = { model: provider(model), tools: { weather }, stopWhen: stepCountIs(4), maxRetries: 0 };
  try {
    const opened = streamText({ ...common, prompt: 'What is the weather in Paris and Berlin?' });
    for await (const part of opened.fullStream) {
      if (part.type === 'error') throw part.error;
    }
    const whole = await generateText({ ...common, prompt: 'What is the weather in Oslo?' });
    const [streamed, steps, usage] = [await opened.text, await opened.steps, await opened.totalUsage];
    console.log(JSON.stringify({ model, streamed, whole: whole.text, steps: steps.length, usage }));
  } catch (error) {
    console.log(JSON.stringify({ model, error: String(error), body: error.responseBody }));
  }
}
