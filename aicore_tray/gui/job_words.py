"""Jobs of deployments in words: what is done, how far it is, and how it ended."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from aicore_tray.aicore.deploying import Job, Step, Work
from aicore_tray.gui.numbers import duration
from aicore_tray.gui.wording import sentence


def tr(text: str) -> str:
    return QCoreApplication.translate("Jobs", text)


def job_title(job: Job) -> str:
    """Return what a job does, or did: `Deploy gpt-5.2 (latest) in default`."""
    model = job.model or tr("orchestration")
    titles = {
        Work.DEPLOY: tr("Deploy {model} in {group}"),
        Work.START: tr("Start {model} in {group}"),
        Work.STOP: tr("Stop {model} in {group}"),
        Work.DELETE: tr("Delete {model} in {group}"),
        Work.UPGRADE: tr("Upgrade {model} to {version} in {group}"),
    }
    return titles[job.work].format(model=model, group=job.group, version=job.version)


def job_status(job: Job, now: float) -> tuple[str, str]:
    """Return the pill: kind and word, with the time that it takes."""
    if job.step is Step.FAILED:
        return "error", tr("Not done")
    took = duration(round((job.ended or now) - job.began))
    if job.step is Step.DONE:
        return "ok", tr("Done in {time}").format(time=took)
    words = {
        Step.CONFIGURING: tr("Preparing, {time}"),
        Step.STARTING: tr("Starting, {time}"),
        Step.ASKING: tr("Trying the new one, {time}"),
        Step.WAITING: tr("Waiting for running requests, {time}"),
        Step.STOPPING: tr("Stopping, {time}"),
        Step.DELETING: tr("Deleting, {time}"),
    }
    return "busy", words[job.step].format(time=took)


def job_detail(job: Job) -> str:
    """Return the sentence under a job's title; "" where there is nothing to say."""
    if job.step is Step.FAILED:
        return f"{sentence(job.message)} {sentence(job.hint)}".strip()
    if job.step is Step.DONE:
        return {
            Work.DEPLOY: tr("Tools can ask for it from now on."),
            Work.START: tr("Tools can ask for it from now on."),
            Work.STOP: tr("It costs nothing more and can be started again."),
            Work.DELETE: "",
            Work.UPGRADE: tr("The new version answers. The old one is stopped and can be deleted."),
        }[job.work]
    if job.work in (Work.DEPLOY, Work.UPGRADE, Work.START) and job.step is Step.STARTING:
        return tr("SAP AI Core mostly takes one to three minutes. It goes on when this window is closed.")
    return ""
