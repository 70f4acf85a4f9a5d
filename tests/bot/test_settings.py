import pytest

from bot.settings import TELEGRAM, Misconfigured, read_settings

NAMES = (
    "TELEGRAM_BOT_TOKEN", "TELEGRAM_API_BASE_URL", "DATABASE_URL", "ADMIN_IDS",
    "DUBAN_DRILL_START", "DUBAN_DRILL_SPEED", "DUBAN_SANDBOX_PORT",
)  # fmt: skip
TOKEN = "123456:ABC-DEF_ghi"


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """Set the environment to exactly what is given, away from any `.env`."""
    monkeypatch.chdir(tmp_path)

    def is_set(**values: str) -> None:
        for name in NAMES:
            monkeypatch.delenv(name, raising=False)
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    is_set()
    return is_set


def faults() -> list[str]:
    with pytest.raises(Misconfigured) as told:
        read_settings()
    return str(told.value).split("\n")


def test_nothing_set_means_a_sandbox_and_a_file_here(environment):
    settings = read_settings()
    assert settings.token is None
    assert settings.api == TELEGRAM
    assert settings.database == "sqlite:///duban.db"
    assert settings.admin_ids == frozenset()
    assert (settings.drill_start, settings.drill_speed) == (None, 1.0)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("TELEGRAM_BOT_TOKEN", "my-token", "is not a bot token; copy it from @BotFather"),
        ("TELEGRAM_BOT_TOKEN", "123456:", "is not a bot token"),
        ("TELEGRAM_API_BASE_URL", "ftp://host", "is not an http(s) address"),
        ("TELEGRAM_API_BASE_URL", "api.telegram.org", "is not an http(s) address"),
        ("DATABASE_URL", "mysql://host/db", "must be sqlite:///FILE or postgresql://"),
        ("ADMIN_IDS", "@liu", "must be numeric Telegram user ids"),
        ("ADMIN_IDS", "12,-3", "must be numeric Telegram user ids"),
        ("DUBAN_DRILL_START", "2024-02-01T15:59:00", "needs a zone"),
        ("DUBAN_DRILL_START", "tomorrow", "Input should be a valid datetime"),
        ("DUBAN_DRILL_SPEED", "0", "greater than 0"),
        ("DUBAN_DRILL_SPEED", "fast", "valid number"),
        ("DUBAN_SANDBOX_PORT", "70000", "less than or equal to 65535"),
    ],
)
def test_a_fault_names_its_setting_and_what_to_write(environment, name, value, sentence):
    environment(**{name: value})
    (fault,) = faults()
    assert fault.startswith(f"{name}: ")
    assert sentence in fault


def test_every_fault_is_told_at_once(environment):
    environment(
        TELEGRAM_BOT_TOKEN="nonsense",
        TELEGRAM_API_BASE_URL="nowhere",
        DATABASE_URL="duban.db",
        ADMIN_IDS="刘主任",
        DUBAN_DRILL_START="2024-02-01T15:59:00",
        DUBAN_DRILL_SPEED="0",
        DUBAN_SANDBOX_PORT="-1",
    )
    assert [fault.partition(":")[0] for fault in faults()] == list(NAMES)


@pytest.mark.parametrize(
    "drill",
    [{"DUBAN_DRILL_SPEED": "60"}, {"DUBAN_DRILL_START": "2024-02-01T15:59:00+08:00"}],
)
def test_a_drill_against_the_real_telegram_is_refused(environment, drill):
    environment(TELEGRAM_BOT_TOKEN=TOKEN, **drill)
    (fault,) = faults()
    assert "a drill clock is refused against the real Telegram" in fault
    environment(TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_BASE_URL="http://127.0.0.1:8081", **drill)
    assert read_settings().token == TOKEN


def test_a_server_without_a_token_is_half_a_setting(environment):
    environment(TELEGRAM_API_BASE_URL="http://127.0.0.1:8081")
    (fault,) = faults()
    assert fault.startswith("TELEGRAM_BOT_TOKEN: missing")


def test_a_secret_never_stands_in_a_fault(environment):
    environment(TELEGRAM_BOT_TOKEN="123456:geheim!", DATABASE_URL="mysql://u:geheim@host/db")
    assert "geheim" not in "\n".join(faults())


@pytest.mark.parametrize(
    "written",
    ["http://host:8081", "http://host:8081/", "http://host:8081/bot", "http://host:8081/bot/"],
)
def test_the_address_is_taken_with_or_without_its_ending(environment, written):
    environment(TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_BASE_URL=written)
    assert read_settings().api == "http://host:8081"


@pytest.mark.parametrize("written", ["1,22", "1, 22", "1 22", " 22,1, ", "1,22,22"])
def test_administrators_are_separated_as_people_separate(environment, written):
    environment(ADMIN_IDS=written)
    assert read_settings().admin_ids == {1, 22}


def test_an_empty_value_is_no_value(environment):
    environment(TELEGRAM_BOT_TOKEN="", ADMIN_IDS="", DATABASE_URL="")
    assert read_settings().token is None


def test_a_file_beside_the_process_is_read(environment, tmp_path):
    (tmp_path / ".env").write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\nADMIN_IDS=7\n", encoding="utf-8")
    settings = read_settings()
    assert (settings.token, settings.admin_ids) == (TOKEN, {7})
