"""Secrets are masked, everything else stays as it was typed."""

from __future__ import annotations

import ast

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from runlens.masking import mask_secrets

AWS = "AKIA" + "IOSFODNN7EXAMPLE"
GITHUB = "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a"
SLACK = "xoxb-" + "123456789012-abcdefghijkl"
OPENAI = "sk-proj-" + "T3BlbkFJabcdefghijklmnop1234"
FACE = "hf_" + "abcdefghijklmnopqrstuvwxyzABCDEFGH"
RANDOM = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY"
HEX = "9f86d081884c7d659a2feaa0c55ad015"
URL_ERROR = "OperationalError: could not connect to postgresql://me:{}@db/x"

MASKED = [
    ('password = "hunter2"', 'password = "***"'),
    ("token: str = 'abc123'", "token: str = '***'"),
    ('self.api_key = "abc123"', 'self.api_key = "***"'),
    ('client = Client("https://x", token="abc123", timeout=3)', 'client = Client("https://x", token="***", timeout=3)'),
    ('def f(user="me", password: str = "hunter2"): pass', 'def f(user="me", password: str = "***"): pass'),
    ('os.environ["HF_TOKEN"] = "abc123"', 'os.environ["HF_TOKEN"] = "***"'),
    ('os.environ.setdefault("HF_TOKEN", "abc123")', 'os.environ.setdefault("HF_TOKEN", "***")'),
    ('os.environ.update({"HF_TOKEN": "abc123", "H": "/r"})', 'os.environ.update({"HF_TOKEN": "***", "H": "/r"})'),
    ('config = {"user": "me", "password": "hunter2"}', 'config = {"user": "me", "password": "***"}'),
    ('user, password = "me", "hunter2"', 'user, password = "me", "***"'),
    ('a = secret = "hunter2"', 'a = secret = "***"'),
    ('if (token := "abc123"):\n    pass', 'if (token := "***"):\n    pass'),
    ('assert password == "hunter2"', 'assert password == "***"'),
    ('ok = "hunter2" == password', 'ok = "***" == password'),
    ('password = ("hunt"\n            "er2")', 'password = ("***"\n            "***")'),
    ('password = SecretStr("hunter2")', 'password = SecretStr("***")'),
    ('password = "hunter2" if local else None', 'password = "***" if local else None'),
    ('password = b"hunter2".decode()', 'password = b"***".decode()'),
    ('password = "hunter2".encode("utf-8")', 'password = "***".encode("utf-8")'),
    ('password = r"hun\\ter2"', 'password = r"***"'),
    ('client_secret = """hunter2\nhunter3\n"""', 'client_secret = """***\n\n"""'),
    ('password = f"hunter2{year}"', 'password = f"***{year}"'),
    ('r = requests.get(url, auth=("me", "hunter2"))', 'r = requests.get(url, auth=("me", "***"))'),
    ('login.set_password("hunter2")', 'login.set_password("***")'),
    ('AzureKeyCredential("hunter2")', 'AzureKeyCredential("***")'),
    ('password = "a\\\nb3"', 'password = "***\\\n"'),
    ('engine = create_engine("postgresql://me:hunter2@db/x")', 'engine = create_engine("postgresql://***@db/x")'),
    ('url = f"postgresql://me:hunter2@{host}/x"', 'url = f"postgresql://***@{host}/x"'),
    ("# password = 'hunter2'", "# password = '***'"),
    ("# mlflow: iris --tag api_key=abc123 --name x", "# mlflow: iris --tag api_key=*** --name x"),
    ("%%mlflow iris --tag token=abc123\nlr = 0.1", "%%mlflow iris --tag token=***\nlr = 0.1"),
    ("%env HF_TOKEN=abc123\nx = 1", "%env HF_TOKEN=***\nx = 1"),
    ("%env HF_TOKEN abc123", "%env HF_TOKEN ***"),
    ("!export DB_PASSWORD=hunter2 && ./run", "!export DB_PASSWORD=*** && ./run"),
    ("!huggingface-cli login --token abc123", "!huggingface-cli login --token ***"),
    ("!curl -u me:hunter2 \\\n  -H 'X-Api-Key: abc123' host", "!curl -u *** \\\n  -H 'X-Api-Key: ***' host"),
    ("%%bash\nexport TOKEN='abc123'\necho hi", "%%bash\nexport TOKEN='***'\necho hi"),
    ("out = !login --password hunter2", "out = !login --password ***"),
    ('dsn = "host=db user=me password=hunter2 port=1"', 'dsn = "host=db user=me password=*** port=1"'),
    ('headers = {"Authorization": "Bearer abcdef123456"}', 'headers = {"Authorization": "***"}'),
    ('h = "Authorization: Bearer abcdef123456"', 'h = "Authorization: Bearer ***"'),
    (f'key = "{RANDOM}4"', 'key = "***"'),
    (f'signature = sign(data, "{HEX}")', 'signature = sign(data, "***")'),
    ('requests.get("https://h/x?a=1&access_token=abc123&b=2")', 'requests.get("https://h/x?a=1&access_token=***&b=2")'),
    ('p = """-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nabc=\n-----END RSA PRIVATE KEY-----"""', 'p = """***\n\n\n"""'),
    ('k = ("-----BEGIN PRIVATE KEY-----\\n"\n "MIIEow\\n"\n "-----END PRIVATE KEY-----")\nx = "a"', None),
    # Not Python: a line at a time.
    ('x = (\npassword = "hunter2"', 'x = (\npassword = "***"'),
    ('----> 3 connect(password="hunter2", token=make(t))', '----> 3 connect(password="***", token=make(t))'),
    (URL_ERROR.format("hunter2"), URL_ERROR.replace("me:{}", "***")),
    *((f"x = '{secret}'", "x = '***'") for secret in (AWS, GITHUB, SLACK, OPENAI, FACE)),
    *((f"print({secret}", "print(***") for secret in (AWS, GITHUB, SLACK, OPENAI, FACE)),
]

INNOCENT = [
    "token = tokenizer(text)",
    "password = getpass()",
    'password = getpass("Password: ")',
    'password = input("Your password: ")',
    'api_key = os.environ["OPENAI_API_KEY"]',
    'api_key = os.getenv("OPENAI_API_KEY")',
    'token = dbutils.secrets.get(scope="ml", key="token")',
    'token = open("token.txt").read()',
    'tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased", pad_token="<pad>", eos_token="</s>")',
    'token = "<pad>"\nmask_token = "[MASK]"',
    "tokens = text.split()\nmax_tokens = 512",
    'df = df.rename(columns={"token": "token_id"})',
    'dtypes = {"token": "string", "password": "category"}',
    'pd.DataFrame({"a": [1]}, columns=["token", "label"])',
    'for token in ["the", "cat"]:\n    print("token:", token)',
    'if kind == "password":\n    x = "abc"',
    'secret_name = "prod/db"\npassword_file = "/run/pw"\ntoken_url = "https://example.org/oauth/token"',
    'password = ""',
    'url = f"postgresql://{user}:{password}@{host}/x"',
    'headers = {"Authorization": f"Bearer {token}"}',
    'path = "abfss://container@account.dfs.core.windows.net/data"',
    'git = "git@github.com:me/repo.git"\nssh = "ssh://git@github.com/me/repo.git"',
    'commit = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b"',
    'run = mlflow.get_run("0123456789abcdef0123456789abcdef")',
    'model = "resnet50-imagenet-v2"  # key model',
    "mlflow.log_param('lr', 0.1)\nmlflow.log_metric('key', 2)",
    "%%mlflow credit-risk --name trial-21 --param lr --tag owner=me\nfit()",
    "%%time\ntoken = tokenizer(text)",
    "!pip install tokenizers",
    "%matplotlib inline",
    "def authenticate(user, password):\n    return check(password, 'x')",
    "x = [secret for secret in secrets if secret]",
    "await login(token)",
    'encoded_token = base64.b64encode(bytes(text, "utf-8"))',
    'token = str(raw, "utf-8").encode("ascii")',
    'AUTHORIZATION_FUNCTION = "my.server:authenticate"',
    'class A:\n    """Keeps a token.\n\n    Args:\n        token: the token to use\n    """',
    "x = 'it is a bearer certificate of authentication'",
]


@pytest.mark.parametrize(("source", "expected"), MASKED)
def test_masks(source: str, expected: str | None) -> None:
    masked = mask_secrets(source)
    if expected is not None:
        assert masked == expected
    for secret in ("hunter2", "abc123", "MIIEow", AWS, GITHUB, SLACK, OPENAI, FACE, RANDOM, HEX):
        assert secret not in masked


@pytest.mark.parametrize("source", INNOCENT)
def test_leaves_code_without_secrets_as_it_is(source: str) -> None:
    assert mask_secrets(source) == source


@pytest.mark.parametrize("source", [source for source, _ in MASKED] + INNOCENT)
def test_python_stays_python(source: str) -> None:
    try:
        ast.parse(source)
    except SyntaxError:
        return
    ast.parse(mask_secrets(source))


def test_a_long_or_hostile_source_is_bounded_work() -> None:
    source = "\n".join(f'x{number} = f(a, "{number}", key={number})' for number in range(2_000))
    assert mask_secrets(source) == source
    for text in ("a" * 50_000, "://" * 20_000, "-" * 50_000, "token=" * 9_000, "'" * 20_001, "{" * 20_000, "(" * 5_000):
        mask_secrets(text)
        mask_secrets(f'x = "{text}"')


PIECES = st.sampled_from(
    list("\"'\\{}()[]=:;,.#%!@ \n\t\r\f\x00\u2028é𝒳\ud800")
    + "f rb password token api_key :// https hunter2 *** -- os.environ lambda user:pw@".split()
    + ['"""', "'''", " = ", "Bearer ", "%env ", "!export ", "%%bash\n", "def f", "if ", "\\\n", AWS, HEX]
    + ["-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----"]
)
SOURCES = st.one_of(st.text(), st.lists(PIECES, max_size=25).map("".join))


@settings(max_examples=600, deadline=None)
@given(SOURCES)
@example('password = "a" "b"')
def test_never_raises_keeps_lines_and_is_idempotent(source: str) -> None:
    masked = mask_secrets(source)
    assert masked.count("\n") == source.count("\n")
    assert mask_secrets(masked) == masked


NAMES = st.sampled_from(["password", "db_password", "API_KEY", "authToken", "client_secret", "aws_secret_access_key"])
# Whatever has a digit, but for `$(…)`, by which a shell fills in what another program tells.
SECRETS = st.text("abcXYZ019!$&()*+,;:<>?^|~ ", min_size=4, max_size=30).filter(
    lambda text: any(map(str.isdigit, text)) and not text.strip().startswith("$(")
)
FORMS = st.sampled_from(["{n} = {v!r}", "f({n}={v!r})", "x = {{'{n}': {v!r}}}", "e['{n}'] = {v!r}", "s.{n} = ({v!r})"])


@settings(max_examples=300, deadline=None)
@given(NAMES, SECRETS, FORMS)
def test_the_value_of_a_secret_never_leaves(name: str, secret: str, form: str) -> None:
    masked = mask_secrets(form.format(n=name, v=secret))
    assert repr(secret) not in masked
    ast.parse(masked)
