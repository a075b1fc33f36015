<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
 <context>
  <name>About</name>
  <message>
   <source>About AI Core Tray</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Close</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No telemetry: it talks to SAP AI Core with your keys, and to nobody else.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Version {version}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Your company's models on SAP AI Core, for every tool on this computer.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>AccountsPage</name>
  <message>
   <source>1 service key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>AI API</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Add service key…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>An account serves at least one resource group.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Came</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose file…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Deployments</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Drop a service key anywhere in this window to add it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Drop your service key here</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Last test</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Region</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Remove…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Rename</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Replace key…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Resource group</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Serve this account</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Signs in with</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Subaccount</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Test</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The JSON file from BTP cockpit, instance aicore. It is kept in this computer's keyring, nowhere else.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no key to test with.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This key may not list the resource groups; add others in the settings file.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Token</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Undo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>X.509 certificate, valid until {day}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a secret</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>from the environment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>just now</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>none yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>not tested since the start</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>nothing deployed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>used for requests</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>valid for {time}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>with the demo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{account} is removed.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{count} service keys</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{time} ago</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{when}, all good</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>AddKeySheet</name>
  <message>
   <source>A new account</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Add account</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Add accounts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Add service key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Add without checking</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cancel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Give it a name.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In place of the key of {account}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Replace key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Replace the key of {account}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use it for</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What you call it here.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>signs in with a secret</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>signs in with an X.509 certificate until {day}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{count} accounts: {names}.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>AddressStep</name>
  <message>
   <source>API key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Address</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Address of the proxy</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Another port</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Change it only if another program needs it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy it now. After this step it cannot be shown again; you can always make another.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It stays in the tray; quit it from there.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keep running when I close the window</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Make an API key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Only this computer can reach it. OpenAI's clients take it with /v1 behind it, Anthropic's and Google's as it is.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Port</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Start at login</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Tools show it to the proxy, so that no other program on this computer can use your models.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Your tools find the proxy running when you begin to work.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>AnswerView</name>
  <message>
   <source>Answer of {model}</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>ApiKeysModel</name>
  <message>
   <source>, opens the administration</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Active</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Expired</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Expires</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It comes from the environment, a configuration file or the demo, and is changed there.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Last used</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Limit</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>May use</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Set elsewhere</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Status</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stopped</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Today</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>all models</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>never</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{count} models</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name}, made {day}</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>ApiKeysPage</name>
  <message>
   <source>API keys</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Change…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keys are kept as fingerprints that nobody can read back. Those that Connect made for tools lie in your keyring as well.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Make one for each tool, so you can tell them apart.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>New key…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No API key yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Revoke…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The key of {name} is revoked.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This key is set elsewhere and is changed there.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>one for each tool</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>App</name>
  <message>
   <source>The diagnostics, without any secret</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The setup for {tool}</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>AskQuotaSheet</name>
  <message>
   <source>Asked before</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cancel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Forty developers use Claude Code all day.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>More requests for {model}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>People at SAP read it and decide; that may take days.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Reason</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Requests a minute</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>SAP AI Core allows {limit} requests a minute, over all accounts of the tenant.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>SAP AI Core does not tell how many requests a minute it allows.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Say why you need more.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Send request</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{limit} a minute, {day}: {status}</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Attached</name>
  <message>
   <source>A message takes {count} files at most.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Attach files</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Not for this model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{model} takes no PDF, and there is one above.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{model} takes no PDF. Remove it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{model} takes no pictures, and there are some above.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{model} takes no pictures. Remove them.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Attaching</name>
  <message>
   <source>Picture.jpg</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Picture.png</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} cannot be read: {reason}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} cannot be sent. A message takes pictures (PNG, JPEG, GIF, WebP), PDF and text.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} is a folder. Add its files.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} is too large: a PDF may have {limit}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} is too large: a picture may have {limit}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} is too large: a text may have {limit}.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Banner</name>
  <message>
   <source>Close</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>BodyView</name>
  <message>
   <source>Copy: {title}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Show the setting</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the first {count} characters of it, {cut} bytes more were not kept; secrets hidden</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{count} characters, secrets hidden</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>BringStep</name>
  <message>
   <source>All files (*)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose a service key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose file…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy the whole JSON in BTP cockpit first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Drop your service key here</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Found on this computer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing found. Drop the file, or paste it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Paste</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Region</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Service key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Service keys (*.json *.txt)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Signs in with</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Subaccount</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The JSON file from BTP cockpit, instance aicore. It is kept in this computer's keyring, nowhere else.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The built-in sandbox</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The clipboard is empty</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use another…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use this</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use {name}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>X.509 until {day}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a demo tenant, no account needed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a secret</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>nothing leaves it until you choose one</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>signs in with a secret</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>signs in with an X.509 certificate</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Bubble</name>
  <message>
   <source>Copied</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy message</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Edit message</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Edited</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Show all {count} characters</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stop the answer first.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Catalogue</name>
  <message>
   <source>Clear the filter</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Deployments</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Deprecated ones too</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Filter models</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Filter the catalogue</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Looking for models…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Model catalogue</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No catalogue</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No model fits the filter.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing matches</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>SAP AI Core has not told which models it offers.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This takes a few seconds.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{count} models, prices in capacity units a million tokens</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>ChangeKeySheet</name>
  <message>
   <source>Cancel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose a model.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Key of {name}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The key stays the same. New terms hold from the next request on.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>ChatPane</name>
  <message>
   <source>Ask your first question</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Conversations are kept on this computer alone.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copied</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Explain a window function in SQL with an example</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It is written below. Send it, or write one of your own.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing is deployed that could answer.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Put the base64 of {files} where their names stand.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Show models</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Start</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Summarise the release notes that I paste next</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The answer is complete.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The chat needs the proxy of this app, and another one holds its port.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The command is copied. It reads your API key from the variable {name}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The proxy is off.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The proxy starts.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no whole answer: {reason}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What would you like to know?</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Write a Python function that retries with backoff</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>ChatView</name>
  <message>
   <source>Conversations are not kept. {reason}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copied</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Markdown (*.md)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save the conversation</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Saved as {file}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>System prompt</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The conversation is copied.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The message was replaced by the edited one.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Undo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>You</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>You can chat all the same, for this run of the app alone.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{count} messages were replaced by the edited one.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>“{title}” is deleted.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>ChatWindow</name>
  <message>
   <source>Chat</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>CheckPanel</name>
  <message>
   <source>AI API</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Add certificate…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Check again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Checking the connection</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy text for IT</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>DNS</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Deployments</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Hello,

an application on my computer connects to SAP AI Core at {host}. Our network opens this encrypted connection, and the certificate that it shows is not trusted here:

{detail}

Where can I get the root certificate of our network as a .pem or .crt file?

Thank you</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Proxy</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Resource groups</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Service key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Set proxy…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Sign-in</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>TLS</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use another key…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use {group}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>answers</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>none needed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>read by {issuer}; your computer trusts it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>reading…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the key is accepted</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>trusted, issued by {issuer}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>waits for {step}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{count} found</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Chip</name>
  <message>
   <source>PDF · {size}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Picture · {size}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Remove {name}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Text · {size}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name}, {about}</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>CodeCard</name>
  <message>
   <source>Code</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Code, {language}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy code</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>plain</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Composer</name>
  <message>
   <source>Attach files</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Enter sends, Shift+Enter new line</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Esc stops the answer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Message</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Parameters</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Parameters: {count} set</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Send</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stop</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Write a message, drop a file, paste a picture</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Write something first.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>ConnectPage</name>
  <message>
   <source>Choose a tool and copy what it needs</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Shell</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Tools</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{count} of {all} tools talk to the proxy</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>ConversationList</name>
  <message>
   <source>Conversations</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Delete</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>New conversation (Ctrl+N)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No conversations yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing matches.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Rename…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Search</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Search conversations</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Conversations</name>
  <message>
   <source>Older</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This week</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Today</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Yesterday</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>CopyButton</name>
  <message>
   <source>Copied</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>CopyField</name>
  <message>
   <source>Copied</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy {name}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name}: {text}</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>CopyIconButton</name>
  <message>
   <source>Copied</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Course</name>
  <message>
   <source>first token</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>held back</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>no token came</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>streaming</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>tried in vain</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>waiting</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{what} {time}</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>CourseBar</name>
  <message>
   <source>Time: {parts}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>unknown</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Dashboard</name>
  <message>
   <source>In, from cache</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In, new</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No requests in the last hour</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No requests in the last {count} days</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Out</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Today, so far</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Tokens a day in the last {count} days: {total} in all, at most {most} on {day}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Tokens a minute in the last hour: {total} in all, at most {most} at {time}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>cache saved {cost}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>first token after {time}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>no prices known</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>none running now</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>now</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>today</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{count} a request</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{count} running now</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{count} without a price</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{errors} of {requests}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{percent} % from cache</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{time}, one minute</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{time}, so far</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>DashboardPage</name>
  <message>
   <source>30 days</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>7 days</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Account</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Add service key…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Bring the service key of your SAP AI Core instance first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>By model, tokens</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Connect a tool</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cost</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Errors</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Group by</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Last requests</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No requests yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Now</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Requests</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Time</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Today</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Tokens a day</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Tokens a minute</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Tokens in</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Tokens out</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Your tools reach the proxy at {url}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>just started</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>last 30 days</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>last 7 days</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>last hour</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>off</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>up {time}</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>DeployCard</name>
  <message>
   <source>Account</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Always the latest, now {version}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Context: {tokens} tokens</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Deploy {model}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It can be asked for already.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It has no deployments of its own: the orchestration service serves it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No account is ready.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Resource group</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>SAP AI Core suggests another model in its place.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>SAP AI Core takes it away soon.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Suggested instead:</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Version</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a million tokens: {prices}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>orchestration</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>retires: {day}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{price} CU from the cache</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{price} CU in</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{price} CU into the cache</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{price} CU out</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{version}, until {day}</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>DeploymentMenu</name>
  <message>
   <source>Ask for more requests…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy deployment id</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Delete…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It is just being changed.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Start</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stop…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Upgrade…</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Deployments</name>
  <message>
   <source>Delete deployment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Delete {model}?</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It cannot be brought back; the model can be deployed anew, under another id.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It runs in version {old}; SAP AI Core offers {new}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Leave it as it is</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Requests go to {account} from then on, which rests for another {time}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Requests go to {account} from then on.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Requests that are under way end first. It can be started again, which takes some minutes.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>SAP AI Core deletes stopped deployments alone, so that it is stopped first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stop and delete</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stop deployment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stop {model}?</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The new version is deployed beside the old one. When it answers, requests go there, those under way end, and the old one is stopped. You can delete it then, or start it again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Tools that ask for {model} get an error from then on.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Upgrade to {new}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Upgrade {model}?</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>DeploymentsModel</name>
  <message>
   <source>Account</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Also answers to</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>CU in / out</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Context</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Dead</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>On</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Resting {seconds} s</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Retires</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Running</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Starting</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Status</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stopped</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stopping</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This minute</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Through orchestration</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Unknown</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>off</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>orchestration</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{model}, through the orchestration deployment {id} in resource group {group}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{model}: on</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{model}{version}, deployment {id} in resource group {group}</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>DetailPane</name>
  <message>
   <source>Answer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Answer body</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Bodies are not recorded. Once you switch that on, prompts and answers of new requests are kept in memory, and stand in the log as well.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Close details</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy as curl</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy the request as a curl command</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Details of the request</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No answer yet.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Request</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Request body</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Route</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model sent nothing.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This body was not recorded. The bodies of new requests are, as far as there is room.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What is shown of the request</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{time} · {api} API</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{time} · {api} API · {method} {path}</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Diagnostics</name>
  <message>
   <source>Address</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cannot start</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Chats</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Company proxy</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Data</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keyring</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Logs</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Off</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Port</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Running</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Running requests</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Runs in a terminal</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Settings</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Starting</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>State</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Statistics</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stopping</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Tray</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Trusted certificates</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Up</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Variables that are set</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>available</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>free</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>held by a program of another user</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>held by another AI Core Tray ({pid})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>held by this AI Core Tray</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>held by {program} ({pid})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>just started</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>none</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>none on this desktop</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>not allowed for your account</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>picked when it starts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>reserved by Windows</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the system's store</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>DiagnosticsPage</name>
  <message>
   <source>Account</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Account to check</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>All files (*)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Check again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Check the connection</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy diagnostics</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Files</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Fine</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Half under {p50} ms, 99 of 100 under {p99} ms, longest {longest} ms in the last minute</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>How long streams and window wait for each other; under 16 ms nobody notices. Measured while you look.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Late</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Measuring</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Network</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Proxy</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Responsiveness</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save diagnostics</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Saved as {name}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Text (*.md *.txt)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no account that could be checked.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Versions</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Door</name>
  <message>
   <source>Copied</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy the address</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Proxy</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>DropZone</name>
  <message>
   <source>Let go to read it</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>ErrorLine</name>
  <message>
   <source>Other model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Retry</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Explained</name>
  <message>
   <source>A content filter stopped the request.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>AI Core Tray failed with this request.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ask again in a moment, or choose another model.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ask again; if it goes on, the log tells more.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose a model that is deployed, or give one this name on the Models page.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose another model, or make a key that may use it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It takes requests again within a minute. A second deployment shares the load.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Leave out pictures or files, or start a new conversation.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Look at the account: its service key may have been deleted or rotated.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Most often somebody pressed Stop there.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No running deployment answers to {asked}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>SAP AI Core did not accept the sign-in.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>SAP AI Core failed with this request.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Say it in other words. The filter belongs to SAP's or the model's own rules.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Start a new conversation or choose a model with more room.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The answer broke off after it had begun.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The client went away before the answer was whole.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The log tells more under the request's id.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The prompt is longer than {model} takes.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The request is larger than may be sent.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This API key may not use {asked}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This request failed.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What it refuses is told below. It is mostly a field or a value that another model takes.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{model} did not answer in time.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{model} does not take this request.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{model} has too much to do at the moment.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{model} is at its limit of requests.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>FactsCard</name>
  <message>
   <source>Copy {name}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open the folder of {name}</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Figures</name>
  <message>
   <source>Cost</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ended because</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In, from cache</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In, into cache</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In, new</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Out</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>client went away</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>of it thinking</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>under {number}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{units} ({cost} {currency})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{units} CU</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>FileEditor</name>
  <message>
   <source>Choose…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use none</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>none</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>FilterBar</name>
  <message>
   <source>All that is kept, as CSV…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>All that is kept, as JSON lines…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Any client</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Any model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Any status</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cancelled</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Client</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Failed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Filter requests by model, client, error or request id</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Follow</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Go on</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Go on, {count} new</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keep the newest request in sight.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Model, client, error, request id</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>OK</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Pause</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Running</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save requests to a file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Status</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What is shown, as CSV…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What is shown, as JSON lines…</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>FirstRun</name>
  <message>
   <source>Back</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Bring a service key first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Bring your SAP AI Core key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Checking your key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Connect your first tool</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Connection</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Continue</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Continue without checking</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy what it needs, or launch it from here. The light turns green at its first request.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Finish</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>First tool</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>From this computer to SAP AI Core, step by step.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Local address</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mend it below; the check goes on by itself.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Models</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>One thing stands in the way</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Pick your models</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Say hello</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Service key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The chat asks by the same address as your tools, so it shows that everything works.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The check is not over.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The connection stands</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>These deployments run in your account. Tools see those that are on.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Tools find the proxy here, and show it an API key.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Your coding tools will talk to your company's models through this computer.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Your key works from this computer.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Your local address</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Foot</name>
  <message>
   <source>Bring back what was here before</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Broke off</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy answer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy as curl</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cut at the model's limit</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>More for this answer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No answer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Regenerate</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Regenerate with</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stopped</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Streaming</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Thinking</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Waiting</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>first token {time}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{count} from the cache</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{count} tokens/s</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{input} in · {output} out</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>– CU</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Head</name>
  <message>
   <source>Conversations</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy conversation as Markdown</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Delete</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>More</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>New conversation (Ctrl+N)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing is deployed that could answer.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Rename…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save as Markdown</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save as Markdown…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The price of some answers is not known.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{cost} and more</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{count} message</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{count} messages</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{count} tokens</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>– CU</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>HeaderBox</name>
  <message>
   <source>Headers</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>HelloStep</name>
  <message>
   <source>First token after {time}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Not asked yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Say hello, and tell me in one sentence what you can do.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Streaming</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Jobs</name>
  <message>
   <source>Delete {model} in {group}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Deleting, {time}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Deploy {model} in {group}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Done in {time}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It costs nothing more and can be started again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Not done</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Preparing, {time}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>SAP AI Core mostly takes one to three minutes. It goes on when this window is closed.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Start {model} in {group}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Starting, {time}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stop {model} in {group}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stopping, {time}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The new version answers. The old one is stopped and can be deleted.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Tools can ask for it from now on.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Trying the new one, {time}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Upgrade {model} to {version} in {group}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Waiting for running requests, {time}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>orchestration</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>KeyShownSheet</name>
  <message>
   <source>API key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Active</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Base URL</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy it now. When this sheet closes it cannot be shown again; you can always make another.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Done</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Expires: {day}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Key for {name}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Limit: {limits}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>May use: {models}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>all models</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>never</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>KeyTermsForm</name>
  <message>
   <source>After {count} days</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>All models</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Also those that are deployed later.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Capacity units a day</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Capacity units a month</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Expires</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Limits</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>May use</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Models that the key may use</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Never</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>On {day}, as it is</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Only these</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Requests a minute</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Tokens a day</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Tokens a month</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>no limit</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Keys</name>
  <message>
   <source>Used so far: {parts}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>no limit</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{amount} CU a day</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{amount} CU a month</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{amount} requests a minute</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{amount} tokens a day</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{amount} tokens a month</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{used} / {allowed}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{used} of {allowed}</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>LimitBar</name>
  <message>
   <source>{percent} % of the limit</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>LoadingRows</name>
  <message>
   <source>Loading</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>MainWindow</name>
  <message>
   <source>Busy</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cannot start</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In a terminal</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Off</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Running</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Set up</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Starting</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stopping</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Mending</name>
  <message>
   <source>Certificates (*.pem *.crt *.cer);;All files (*)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose a service key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose your company's certificate</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Service keys (*.json *.txt);;All files (*)</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Message</name>
  <message>
   <source>'{0}' already stands for {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>--config {0}: must be a settings file in TOML here; it is what is changed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>--config: the app keeps its own settings; `aicore-tray serve` takes another file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>--days {0}: must be 1 or more</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>--host {0}: the demo has a well-known key and serves loopback only</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>--models: names no model; leave it out for all models</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>--name {0}: the file has {1} accounts with names of their own</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>--name: is empty</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A captive portal or a company proxy may have answered in its place.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A captive portal or a company proxy may have answered in its place; check the service key's url, too.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A certificate for HTTPS cannot be made: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A service key is a small JSON file.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>AI Core Tray is still starting</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>AICORE_CONFIG or AICORE_PROFILE names it; correct or unset it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Bring in a service key, and look at Models.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Bring it in under Settings, Advanced.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cannot listen on {0}:{1}: {2}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Change it by hand</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Check allowed_hosts and the data folder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Check the API URL.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Check the rights to it; a company may manage it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Check the url of the service key.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Check the url of the service key; the sub-account may have been deleted.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose another folder.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose another name or revoke it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose another name.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose another one in the settings</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose another one.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose another port with --port or in the settings</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose it in the table.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose one above 1023 with --port</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose the JSON from BTP cockpit.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose the file instead, or open it and paste what is in it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Conversations cannot be kept in {0}: {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy its setup instead.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy the setup and paste it into yours.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Delete it, and try another version or resource group.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Drop the JSON file of the service key.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Give either a FILE to bring in or --remove NAME</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>HTTP {0}: {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>HTTPS is not possible with {0}: {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In the {0} the two URLs are exchanged: {1} holds the API's and {2} the token service's</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In the {0} {1} does not start with https://</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In the {0} {1} holds a user name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In the {0} {1} is no PEM text</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In the {0} {1} is no valid URL</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In the {0} {1} is not a text</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In the {0} {1} names {2}, which cannot be read ({3})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In the {0} {1} still holds a placeholder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Install it with: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Install them with: pip install "aicore-tray[postgres]"</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It is 32 bytes, written in base64</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It looks like https://host.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It starts with -----BEGIN and ends with -----END ...-----.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It was damaged or belongs to another keyring; move it away to start a new one</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It was perhaps deleted or copied incompletely. {0}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Leave out --launch to see its setup</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Look again with Refresh.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Look at the setting database, and whether its server runs</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Look for it in the list.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Look whether the disk is full and the folder can be written to.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Move AI Core Tray into the Applications folder, start it from there and try again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Move it away and create new keys</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Move the file away to begin a new one.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No API of the proxy reaches models such as {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No model is served yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No port from {0} on is free</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No terminal was found on this computer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Only a new deployment can be tried again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Port {0} is taken by another program</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Port {0} may not be used by this user</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Put its value in quotes.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Remove the part before @.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>SAP AI Core answered without a list ({0})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>SAP AI Core describes the deployment {0} in an unknown way</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>SAP AI Core goes on with it; the list of deployments shows how it ends.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>SAP AI Core made something and did not tell its id</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>SAP AI Core offers no model '{0}' any more</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>SAP AI Core refused with HTTP {0}: {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Secrets are sent over TLS only.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Send it again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Set vault_key_file in the settings, or give the key in {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Start it first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Starting at login cannot be changed: {0} ({1})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stop it, or choose another port with --port</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Swap them.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The PostgreSQL database {0} cannot be used: {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The PostgreSQL database {0} was written by a newer AI Core Tray</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The certificate of the service key and its private key cannot be used ({0})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The certificate of the service key expired on {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The certificate of the service key was refused{0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The client ID or secret of the service key was refused{0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The configuration names deployments that were not found: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The conversations are closed already</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The conversations in {0} cannot be opened: {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The conversations in {0} were written by a newer AI Core Tray</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The deployment {0} is just being changed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The deployment {0} is still {1} after half an hour</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The deployment {0} {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file {0} cannot be read ({1})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file {0} does not exist</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The folder {0} is gone</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The key file {0} cannot be read</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The log tells more.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The new deployment {0} runs and does not answer: {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The old one still serves. Delete the new one, or stop the old one when it answers.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The proxy has no address yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The resource group {0} does not exist</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The setting database needs packages that are not installed here</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The system's keyring cannot be used ({0})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The system's keyring does not answer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The token service {0} answered with HTTP {1}{2}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The token service {0} is out of order (HTTP {1}){2}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The usage database {0} was written by a newer AI Core Tray</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The variable {0} decides this</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The vault cannot be used ({0})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The vault {0} does not open with its key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The vault {0} is there, but its key is not</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The vault's key file {0} cannot be made ({1})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The vault's key file {0} cannot be read ({1})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The vault's key in {0} is not right</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The vault's key was given from outside and is not ours to change</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The {0} does not start with {: the beginning of the JSON was not copied</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The {0} ends early, in line {1}: only a part of the JSON was copied</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The {0} is a certificate or private key alone, not a service key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The {0} is a list of {1} entries, not one service key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The {0} is a text within a text, not a JSON object</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The {0} is empty</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The {0} is incomplete: {1} missing</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The {0} is no JSON</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The {0} is not valid JSON: line {1}, column {2}: {3}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The {0} is the path of a file or an address, not the contents of a service key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The {0} is {1}, not a JSON object with credentials</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The {0} is {1}, not a service key of SAP AI Core: {2} is missing</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There are: {0}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is already a key called '{0}'</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is already an account called '{0}'</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no account '{0}'</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no account '{0}'; there are: {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no account called '{0}' in {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no deployment {0} any more</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no model {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no service key in it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no stored key called '{0}'</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no token service at {0}: its subdomain {1} is not known</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no tool {0}; there are {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>They are tried all the same. Correct deployment_models (deployments in our own settings), or leave it out to have them discovered.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This computer has no keyring that keeps secrets</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This did not work: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This machine has no address '{0}'</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Try again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Try again in a moment.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Try again later.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Unlock it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Unlock it and try again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Unlock it, or set vault_key_file in the settings, or give the key in {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Unlock or restore the keyring it was made with, or move the vault away to start a new one</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Unset it to change this here.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Update this installation</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Update this installation.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use 127.0.0.1, or 0.0.0.0 for all networks</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use a single entry: the one of SAP AI Core.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Wait a minute and try again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Wait until that is done.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Windows has reserved port {0} for itself</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>`aicore-tray doctor` checks the accounts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>`aicore-tray doctor` says why</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>`aicore-tray import` needs a FILE, or - to read what is pasted</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>`aicore-tray keys change` needs --expires, --models or a limit</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>`aicore-tray keys {0}` needs the NAME of the key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>`aicore-tray models` lists them</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>macOS runs AI Core Tray from a temporary place, which will be gone after the next login</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>stdin: is no text</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>tls_certificate and tls_key are PEM files, the key without a password</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} answered with something else than JSON</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} answered without a token</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} cannot be read</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} cannot be read ({1})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} cannot be started from here</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} cannot be written ({1})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} cannot be written: {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} is a folder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} is a settings file of AI Core Tray</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} is deployed in {1} already: {2} is {3}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} is just being deployed in {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} is no service key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} is not kept any more</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} is written in a way that cannot be kept</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} was asked for too many tokens{1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} was changed by another program meanwhile</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} was not found on this computer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} {1}: this day is over</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} {1}: write 30d, 12h, or a day as 2026-12-31</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0}: cannot be read ({1})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0}: is a settings file of ours already; serve it with --config {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0}: is not valid JSON: line {1}, column {2}: {3}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0}: is not valid TOML: {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0}: no usable PEM file of certificate authorities ({1})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0}: there is no such file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0}: {1} is no limit; use 1 or more, or 0 for none</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>MessageEditor</name>
  <message>
   <source>Attach new files to a new message.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cancel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Edit the message</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Send</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Sending it replaces the answer.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Sending it replaces the {count} messages after it.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>ModelSheet</name>
  <message>
   <source>Account {account}, resource group {group}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ask for more…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cancel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Capacity units a million tokens: {price}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Context: {tokens} tokens</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Deployment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Orchestration deployment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Requests this minute: {count}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Retires: {day}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>SAP suggests instead:</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save names</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Separate several by commas; * stands for anything.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Tools can ask for</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Version: {version}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Your names</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>my-model, team-*</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{price_in} in, {price_out} out</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{version}, {newer} is newer</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>ModelsPage</name>
  <message>
   <source>, {count} models more through orchestration</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Account</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Add service key…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>All accounts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Bring the service key of your SAP AI Core instance first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Clear the filter</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Deploy a model, or choose another resource group of the account.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Deployments</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Deploy…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Details…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Filter models</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Its answer is shown where you asked.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Looking for deployments…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Looking…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Manage</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No deployment fits the filter.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No deployments in {group}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No deployments yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing matches</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Refresh</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>SAP was asked for more requests for {model}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Select a model first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This takes a few seconds.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>as of {time}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>prices in capacity units a million tokens</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{deployments} deployments, {accounts} accounts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{on} of {count} on</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>ModelsStep</name>
  <message>
   <source>Deploy a model in SAP AI Launchpad, or go back and choose another resource group.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Look again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Looking for deployments…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Models</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing is deployed here</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This takes a few seconds.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{on} models on. A new deployment is on by itself; you can change this at any time under Models.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Money</name>
  <message>
   <source>CU</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>MonthCard</name>
  <message>
   <source>Change budget…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Set a budget…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The pace is that of the last 7 days.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>about {cost} by its end at this pace</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>at this pace about {cost}, over the budget</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>no forecast before a whole day has passed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{cost} of {budget}</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>NewKeySheet</name>
  <message>
   <source>Cancel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose a model.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Claude Code</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Give it a name.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Make key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>New API key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>One for each tool, so that you can tell them apart and take one back alone.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>NoTrayStrip</name>
  <message>
   <source>Closing the window will quit; start the app again to open it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>How to add one</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This desktop shows no tray.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Notifications</name>
  <message>
   <source>AI Core Tray is still running</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Budget</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copied</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Credentials rejected</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Requests are turned away</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The proxy cannot start</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This did not work</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Your tools keep working. Quit it from its icon here; Settings can end it with the window.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{model} is at its limit in SAP AI Core. Tools that wait and try again go on.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Numbers</name>
  <message>
   <source>never</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>now</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{days} days</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{hours} h {minutes} min</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{number} KB</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{number} MB</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{number} bytes</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{number} min</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{number} ms</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{number} s</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>OffersModel</name>
  <message>
   <source>CU in / out</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Can</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Context</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Deployed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Provider</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Retires</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Running</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Through orchestration</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>embeddings</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>images</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>makes images</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>reasoning</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>speech</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>text</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{count} times</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Overview</name>
  <message>
   <source>Headers</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Headers are kept in memory alone, of the last 1,000 requests since the start.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Route</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Time and tokens</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>secrets hidden</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Page</name>
  <message>
   <source>API keys</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Accounts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Chat</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Checking</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Connect</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Dashboard</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Diagnostics</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ends soon</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Locked</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Models</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Not reached</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing deployed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Off</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Problem</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ready</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Refused</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Requests</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Settings</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Start</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The proxy is off.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Tools get no answer.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>ParametersPanel</name>
  <message>
   <source>At most {limit}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Done</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>High</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Highest</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Kept with this conversation.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Low</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Maximum tokens</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Medium</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Minimal</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Model's own</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>None</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Parameters</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Reasoning effort</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Reset</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Temperature</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Very high</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{model} sets its temperature itself.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Pill</name>
  <message>
   <source>Status: {status}</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>ProxyCard</name>
  <message>
   <source>127.0.0.1 and localhost are always on this list.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Add a service key first; the test goes to its addresses.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Address</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>As the environment says</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>As this computer is set</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Empty if it wants none.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>HTTPS_PROXY and NO_PROXY</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Hosts that never use the proxy</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Kept in your keyring.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>None</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Password</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Proxy</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Proxy to SAP AI Core</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Reached SAP AI Core in {time}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Set here…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Test</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Testing…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>uses no proxy now</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>uses {proxy}</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Quota</name>
  <message>
   <source>{used} of about {limit}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{used} of {limit}</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Rail</name>
  <message>
   <source>Set up, about 3 minutes</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Skip for now</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Steps of the set-up</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>RecentModel</name>
  <message>
   <source>Client</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>First token</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Last requests</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Out</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Status</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Total</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{client}, with the key of {key}</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Recipe</name>
  <message>
   <source>A profile of its own</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>API host</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>API key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>API provider</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Base URL</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>By a public address</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Context window size</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cursor's own servers make the call, not this computer. They cannot reach an address that is only here.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Fill in these fields, press Manage, and add the models that it finds.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>For every terminal and the editor's extension</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>For good</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>For this terminal</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Give the model an alias without its maker's name under Models; Cursor has refused such names.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>If your company serves this proxy under a public https address, enter it in Cursor's settings.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In Cursor's extensions, install Cline and set it up from its card: it calls from this computer, too.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In Cursor's terminal, start Claude Code or Codex from their cards: they call from this computer.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In a terminal</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In its settings</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In the editor</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Merge this into Claude Code's settings file; the key then lies in that file.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Model ID</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>One request</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open Cline in the editor, press the gear, and fill in these fields.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open Settings, Model Provider, and press Add.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>OpenAI API key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Override OpenAI base URL</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Paste this into a terminal. It holds for that terminal alone and changes no file.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Paste this into a terminal; the model answers in JSON.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Provider name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Provider type</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Run once</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save the first part as a profile of Codex; it holds no secret.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Set address and key where the program starts; the code itself holds no secret.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Set the key where your shell sets its variables, and start Codex with the profile.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The environment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The key, and the start</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The program</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This tells the Cline of the terminal once; it keeps the key in its own settings.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What works</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Your prompts then pass through Cursor's servers: ask whether that is allowed.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>RemoveAccountSheet</name>
  <message>
   <source>Its service key leaves your keyring, and its {count} deployments are no longer served. Statistics stay, and nothing changes in SAP AI Core.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keep it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Remove account</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Remove {account}?</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>RenameAccountSheet</name>
  <message>
   <source>Cancel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Rename</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Rename {account}</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>RenameSheet</name>
  <message>
   <source>Cancel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Rename</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Rename the conversation</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Title</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Requests</name>
  <message>
   <source>2nd try</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>3rd try</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>4th try</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>API</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Account</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Asked → served</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>At limit</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Broke off</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cached</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cancelled</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Chat Completions</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Client</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Completions</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Embeddings</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Error {status}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Failed here</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Filtered</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>First token</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Gemini</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Key refused</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Messages</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Not accepted</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Not allowed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>OK</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ollama</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Out</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Overloaded</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Responses</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Retries</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>SAP failed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Status</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Streaming</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Time</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Timed out</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Too large</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Too long</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Total</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Waiting</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{asked} was asked for, {served} served it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{client}, with the key of {key}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{count} tries</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>RequestsPage</name>
  <message>
   <source>Add service key…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Bring the service key of your SAP AI Core instance first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Clear the filter</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Connect a tool</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>JSON lines (*.jsonl)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No requests yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>None of the requests that are kept fits the filter.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing matches</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Requests</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save requests</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Saved to {file}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Spreadsheet (*.csv)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Your tools reach the proxy at {url}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>bodies are not recorded</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>bodies are recorded</source>
   <translation type="unfinished" />
  </message>
  <message numerus="yes">
   <source>kept for %n days</source>
   <translation type="unfinished">
    <numerusform />
    <numerusform />
   </translation>
  </message>
  <message>
   <source>kept for good</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>kept for one day</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{count} today</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{kept} · {bodies}</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>RevokeSheet</name>
  <message>
   <source>Keep it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Revoke key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Revoke the key of {name}?</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} stops working at once. Its statistics stay.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Route</name>
  <message numerus="yes">
   <source>%n deployments could answer</source>
   <translation type="unfinished">
    <numerusform />
    <numerusform />
   </translation>
  </message>
  <message>
   <source>All of them rest; {name} does so for the shortest time.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It rested until {time}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It was held back for SAP's quota.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No deployment was asked</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Not asked: it would have made the request wait for too long.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>One deployment could answer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The answer broke off</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The answer is coming</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The client went away</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Waiting for the first token</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} was chosen: it comes first in your order.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} was chosen: it has the fewest requests.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} was chosen: it was its turn.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} was chosen: the conversation stays with it, for the prompt in its cache.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} was chosen: the model's own deployment goes before orchestration.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} was chosen: the others are being tried after a rest.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} was chosen: the others rest.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} was chosen: the quota of the others is used up.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{status}, answered</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{what}; resting until {time}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{what}; resting until {time}, as its Retry-After asks</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>SecretField</name>
  <message>
   <source>Hide {name}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Show {name}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name}, hidden, begins with {beginning}</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Setting</name>
  <message>
   <source>A PEM file of further certificate authorities</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Account or deployment id -&gt; its share of the requests, where others have 1</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Accounts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Accounts and deployment ids, the first choice first; others come after</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Address</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Aliases</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Also writes each request as a line of JSON into this file, as sap-ai-core-llm-proxy does</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Capacity units that all keys together may use in a month; then requests are refused until the next one. 0 sets none</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Certificate</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Certificate authorities</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Closing the window leaves the proxy running</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Connecting takes at most</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Connections at once</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Connections that are held at once; further ones are refused (503)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Currency</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Database</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Days after which log files are deleted</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Days after which usage is deleted; 0 keeps all of it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Default model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Detail</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Further names</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Further names under which clients may call (containers, proxies)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>HTTPS</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Hidden models</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Hosts that never use the proxy: names, endings, patterns with *</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>How much of it is used when window and tray say so</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>How much the log tells</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In which costs are told beside SAP's capacity units, such as EUR</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keep logs for</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keep reasoning</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keep running in the tray</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keep usage for</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keep what models thought before they called a tool for two weeks: tools that cannot send it back need it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keeps the vault's key in this file where there is no keyring</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Key of the certificate</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Language</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Largest request</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Look for deployments every</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Megabytes of a request's body</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Model -&gt; input, output, cache_read, cache_write: capacity units for 1,000 tokens, where SAP tells none</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Model facts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Model facts that override the shipped catalogue</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Monthly budget</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Name or pattern (claude-*) -&gt; the model that is meant; the one that spells out most counts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Names or patterns of models that are neither listed nor served</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nearest version</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Of texts, numbers and dates</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ollama's API</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ollama's port</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open no window at the start; the tray icon shows it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Orchestration</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Pools</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Port</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>PostgreSQL for several replicas that share keys, limits and usage: postgresql://user@host:5432/name; from the next start on. Empty for files of our own</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Price of a capacity unit</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Prices</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Priorities</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Prompts and answers</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Proxy</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Proxy user</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Requests at once</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Requests under way at once; further ones are told to wait (429). 0 sets no limit</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>SAP AI Core accounts by name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Seconds between two looks for deployments</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Seconds for a connection to SAP, TLS included</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Seconds for which a request may wait until SAP takes more of its model, in place of a 429; 0 never waits</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Seconds without a byte until an answer counts as dead</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Serve HTTPS with a certificate that is made here</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Serve HTTPS with this PEM certificate and its chain</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Serve a model whose version is not deployed by the nearest version of the same family; otherwise such names are told that there is none</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Serve models that have no deployment through SAP's orchestration service, where one runs; it also stands in for deployments that fail</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Several deployments</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Silence lasts at most</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Start without a window</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The API key (its name) on whose behalf tools that know Ollama alone are served without one; empty for off</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The address to listen on; 0.0.0.0 opens the proxy to the network</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model for names that nothing else knows; empty for none</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The port to listen on; 0 picks a free one</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The user name for the proxy; its password is in the vault</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The way out: system, environment, none, or http://host:port</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Tiers</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Token log</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Vault's key file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Wait for quota at most</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Warn of the budget at</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Web pages</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Web pages that may call from a browser, such as https://chat.local</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Weights</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What one capacity unit of SAP AI Core costs you in your currency; 0 tells costs in units alone</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Where such tools look for it, on 127.0.0.1 alone</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Where the certificate's file does not hold it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Which deployment of a model a request goes to: the least busy (a conversation stays where it is), one after the other, or the first in order of priority</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Without the proxy</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Write what clients ask and models answer into the log: for the search of a fault, and off again after it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>opus, sonnet, haiku or * -&gt; deployment ids, for model names that nothing else knows</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>opus, sonnet, haiku or gpt -&gt; the model for unknown names that hold the word</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>SettingsPage</name>
  <message>
   <source>Advanced</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>All files (*)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Certificates</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Claude Code and everything on Node: NODE_EXTRA_CA_CERTS. curl: --cacert. Or your system's store.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Connections</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Everything but keys and passwords, as one file.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Export settings</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Export…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>File of the certificate authority</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Find a setting</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>First run</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>General</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Groups of settings</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Import settings</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Import…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Let your tools trust this certificate</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Limits</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Log files</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Logging and privacy</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Network</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No setting fits these words.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing has changed: these settings are in force already.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing matches</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open folder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Plain text; changes are read at the next start.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Server</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Set up again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Settings (*.toml)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Settings file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Start at login</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Takes over what the file says; accounts are added.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The settings are in {file}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Walk through the set-up once more; nothing is lost.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What is asked and answered is never written down, and no key ever.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Your tools find the proxy running when you begin to work.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>changes apply at once</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{count} settings were taken over.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>ShareList</name>
  <message>
   <source>and {count} more</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>SideList</name>
  <message>
   <source>Pages</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>SnippetBox</name>
  <message>
   <source>Copy: {title}</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>StatCard</name>
  <message>
   <source>unknown</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{title}: {figure}</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>SystemPrompt</name>
  <message>
   <source>Done</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>System prompt</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model gets it before each message of this conversation.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>You answer briefly and name your sources.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>ThinkingView</name>
  <message>
   <source>Thinking…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Thought for {time}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Thoughts</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>TierMap</name>
  <message>
   <source>Exact names only</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Names with “{tier}” in them that no deployment has are answered by {model}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Names with “{tier}” in them that no deployment has are refused.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>When a tool asks for</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>these short names are what Claude Code, Codex and others send</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>ToolMenus</name>
  <message>
   <source>Copy setup for</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Launch with proxy</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Shell</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{tool} in {folder}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{tool}…</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>ToolPanel</name>
  <message>
   <source>Bring in a service key and look at Models.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose folder…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose the folder to work in</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Connected</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy: {title}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Error</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Folder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Install it in a terminal</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It shows the API key {name}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Its own API key, {name}, is made when you copy or launch.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Its own API key, {name}, is made when you copy.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Launch once</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Launch {tool}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No model is served yet.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Opens a terminal in which {tool} talks to this proxy. None of its files is changed.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Waiting</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Way to set it up</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{tool} was not found on this computer.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>ToolStep</name>
  <message>
   <source>Tools</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Tools</name>
  <message>
   <source>Answered {when}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Got an error</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Looking</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Not found</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Not set up</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Waiting for it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Waiting for the first request from {tool}…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>app</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>for programs</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>in the editor</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>in the terminal</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>in {editor}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{tool} called and got an error. {what}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{tool} was answered after {time}, by {model}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{tool} was answered by {model}.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Transcript</name>
  <message>
   <source>Conversation</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Go to the end</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Show earlier messages</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>You: {text}</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Tray</name>
  <message>
   <source>About AI Core Tray</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Accounts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cannot start</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Chat…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy diagnostics</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Dashboard…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Diagnostics…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ending</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ending, 1 request still running</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ending, {count} requests still running</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Exact names only</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Help</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Import key…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Model map</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Off</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open logs folder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Proxy on</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Quit AI Core Tray</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Quit AI Core Tray (1 request running)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Quit AI Core Tray ({count} requests running)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Quit now</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Running</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Running in a terminal</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Settings…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Starting</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stopping</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Today {requests} requests · {input} in · {output} out · {errors} errors</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{tier} → exact names only</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Trouble</name>
  <message>
   <source>A certificate is not trusted: fix…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A resource group of {account} cannot be used.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A setting in the settings file is wrong and its default is used.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A setting is wrong: show…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>AI Core Tray already runs on this port, started in a terminal as "aicore-tray serve".</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Accounts whose key lies in a file go on working.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Add certificate…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Add service key…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Already running in a terminal…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cannot start: show why…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Certificate of {account} ends soon…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Change budget…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Check again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Check the network or the VPN. Requests are tried all the same, and it looks again by itself.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose another</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose another resource group, or deploy a model in SAP AI Launchpad.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Create a new binding in BTP cockpit, then replace the key here; models and settings stay.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Dismiss</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Drop the key of your SAP AI Core instance on this window.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>End that program and start again, or move.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Enter them once; the password is kept in your keyring.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It may change after a restart.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It may have been deleted or rotated.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It serves your tools as well as this one would.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keep them in a file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Key of {account} cannot be read: fix…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Key of {account} refused: fix…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keyring locked: unlock…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No deployment in {account}: fix…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No keyring: choose where keys are kept…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No service key yet.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No service key yet: add one…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing is deployed in resource group {group} of {account}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Port {port} is not allowed: fix…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Port {port} is reserved: fix…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Port {port} is taken by {who}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Port {port} is taken: fix…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ports from 1024 on are free for everybody.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Replace key…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Resource group of {account}: fix…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Run Px or cntlm and enter http://127.0.0.1:3128.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>SAP AI Core cannot be reached from this computer.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>SAP AI Core cannot be reached…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>SAP AI Core refused the key of {account}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Set proxy…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Show the account</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Show the file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Something to know: show…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Start a new store</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Start with an empty store and bring your service keys again; the old file is kept beside it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stored keys cannot be opened: fix…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The certificate of {account} ends in {days} days.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The company's proxy refuses us: fix…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The company's proxy wants a password…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The month's budget is used up…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The service key of {account} cannot be read.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The stored service keys do not open with the key in your keyring.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>They can be kept in a file that only you may read. Whoever gets at your files gets at the keys.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This computer has no keyring that could keep your service keys.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This month's budget is used up.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Tools are refused until the next month begins, or the budget is raised.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Try again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Unlock</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use that one</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use {port}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>When all of it is, tools are refused until the next month begins.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Windows keeps port {port} for itself (Hyper-V).</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Your IT has the root certificate as a .pem or .crt file; add it once.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Your account may not use port {port}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Your company's network opens encrypted connections, and this computer does not trust its certificate.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Your company's proxy wants a Windows sign-in, which this app cannot do.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Your company's proxy wants a name and a password.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Your keyring is locked, so the service keys cannot be read.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>another program</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>port {port} not allowed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>port {port} reserved</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>port {port} taken</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>runs in a terminal</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{account} does not answer as it should.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{account}: show what is wrong…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{percent} % of the month's budget used…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{percent} % of this month's budget are used.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>WayList</name>
  <message>
   <source>Route</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>_AccountCard</name>
  <message>
   <source>resource group {groups}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>resource groups {groups}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{deployments} deployments · {requests} requests today</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{requests} requests today</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>_Item</name>
  <message>
   <source>{page}, {count}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{page}: {problem}</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>_Panel</name>
  <message>
   <source>Details</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>_Row</name>
  <message>
   <source>Show no more</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Try again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>failed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>passed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>running</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>skipped</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>waits</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>warning</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>_Step</name>
  <message>
   <source>{step}, done</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{step}, later</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{step}, now</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>_SystemButton</name>
  <message>
   <source>System prompt: none</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>System prompt: set</source>
   <translation type="unfinished" />
  </message>
 </context>
</TS>
