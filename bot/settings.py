"""Settings from the environment and `.env`; every fault is told at once, before anything starts."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

TELEGRAM = "https://api.telegram.org"
TOKEN = re.compile(r"\d+:[\w-]+")
ENGINES = ("sqlite:///", "postgresql://", "postgres://", "postgresql+psycopg://")


class Misconfigured(Exception):  # noqa: N818 - its text is the sentence
    """One line per fault: the setting, what is wrong, what to write instead."""


def _token(value: str | None) -> str | None:
    if value and not TOKEN.fullmatch(value):
        raise ValueError("is not a bot token; copy it from @BotFather, like 123456:ABC-DEF")
    return value or None


def _api(value: str) -> str:
    base = value.rstrip("/").removesuffix("/bot")
    if urlsplit(base).scheme not in {"http", "https"} or not urlsplit(base).hostname:
        raise ValueError("is not an http(s) address, like https://host or https://host/bot")
    return base


def _database(value: str) -> str:
    if not value.startswith(ENGINES):
        raise ValueError("must be sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
    return value


def _ids(value: object) -> object:
    if not isinstance(value, str):
        return value
    parts = [part for part in re.split(r"[,\s]+", value) if part]
    if not all(part.isdecimal() for part in parts):
        raise ValueError("must be numeric Telegram user ids separated by commas, like 123,456")
    return frozenset(int(part) for part in parts)


def _aware(value: datetime | None) -> datetime | None:
    if value is not None and value.tzinfo is None:
        raise ValueError("needs a zone, like 2024-02-01T15:59:00+08:00")
    return value


class Settings(BaseSettings):
    """What `duban run` reads. Names are those of the environment."""

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", env_ignore_empty=True, populate_by_name=True
    )

    token: Annotated[str | None, AfterValidator(_token)] = Field(
        None, repr=False, validation_alias=AliasChoices("TELEGRAM_BOT_TOKEN")
    )
    api: Annotated[str, AfterValidator(_api)] = Field(
        TELEGRAM, validation_alias=AliasChoices("TELEGRAM_API_BASE_URL")
    )
    database_url: Annotated[str | None, AfterValidator(lambda url: url and _database(url))] = Field(
        None, repr=False, validation_alias=AliasChoices("DATABASE_URL")
    )
    admin_ids: Annotated[frozenset[int], NoDecode, BeforeValidator(_ids)] = Field(
        frozenset(), validation_alias=AliasChoices("ADMIN_IDS")
    )
    drill_start: Annotated[datetime | None, AfterValidator(_aware)] = Field(
        None, validation_alias=AliasChoices("DUBAN_DRILL_START")
    )
    drill_speed: float = Field(
        1.0, gt=0, le=100_000, validation_alias=AliasChoices("DUBAN_DRILL_SPEED")
    )
    sandbox_port: int = Field(
        8480, ge=0, le=65535, validation_alias=AliasChoices("DUBAN_SANDBOX_PORT")
    )

    @property
    def database(self) -> str:
        """The database, a SQLite file in the working directory unless another is named."""
        return self.database_url or "sqlite:///duban.db"


def read_settings() -> Settings:
    """Return the settings; raises Misconfigured with every fault."""
    try:
        settings = Settings()  # type: ignore[call-arg]
    except ValidationError as error:
        raise Misconfigured("\n".join(_sentence(fault) for fault in error.errors())) from None
    faults = _contradictions(settings)
    if faults:
        raise Misconfigured("\n".join(faults))
    return settings


def _sentence(fault: object) -> str:
    details = dict(fault)  # type: ignore[call-overload]
    name = details["loc"][0]
    return f"{name}: {details['msg'].removeprefix('Value error, ')}"


def _contradictions(settings: Settings) -> list[str]:
    faults = []
    is_drill = settings.drill_start is not None or settings.drill_speed != 1.0
    if settings.token and settings.api == TELEGRAM and is_drill:
        faults.append(
            "DUBAN_DRILL_START, DUBAN_DRILL_SPEED: a drill clock is refused against the real "
            "Telegram; remove them, or set TELEGRAM_API_BASE_URL to a sandbox"
        )
    if settings.token is None and settings.api != TELEGRAM:
        faults.append(
            "TELEGRAM_BOT_TOKEN: missing, though TELEGRAM_API_BASE_URL names a server; set the "
            "token, or remove the address to start the sandbox"
        )
    return faults
