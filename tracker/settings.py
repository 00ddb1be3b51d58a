"""Django's settings, flat; everything that differs between installations comes from `tracker.env`."""

from typing import Any
from urllib.parse import quote, urlsplit

import django_stubs_ext
from celery.schedules import crontab
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tracker.embedded_postgres import EmbeddedPostgres
from tracker.env import PROJECT, read_environment
from tracker.mail_servers import django_settings as mail_settings

# Generic classes such as ModelAdmin[Claim] exist for the type checker; this makes them exist at run time too.
django_stubs_ext.monkeypatch()

ENVIRONMENT = read_environment()
BASE_DIR = PROJECT
STATE_DIR = ENVIRONMENT.state_dir

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
SITE_URL = ENVIRONMENT.site_url
CONTACT_EMAIL = ENVIRONMENT.contact_email
FETCH_PRIVATE_ADDRESSES = ENVIRONMENT.fetch_private_addresses
# What is watched, where its services are, and their keys: see claims.workflows.choose_sources.
SOURCES, SOURCE_ADDRESSES = ENVIRONMENT.sources, ENVIRONMENT.source_addresses
OPENALEX_KEY, SEMANTIC_SCHOLAR_KEY = ENVIRONMENT.openalex_key, ENVIRONMENT.semantic_scholar_key
WAYBACK_KEY = ENVIRONMENT.wayback_key
# Language models that read and judge beside the rules; None, as without settings, leaves that to the rules alone.
READER, ASSESSOR = ENVIRONMENT.reader, ENVIRONMENT.assessor
# What jobs accept without a person, and whether one person may say "refuted": see claims.judging.policy.
ACCEPT_NUMBERS_FROM, ACCEPT_WORDS_FROM = ENVIRONMENT.accept_numbers_from, ENVIRONMENT.accept_words_from
SINGLE_EDITOR = ENVIRONMENT.single_editor
EMBEDDINGS = ENVIRONMENT.embeddings

# Mail: the server that takes it, from whom, how fast, and where it comes back (docs/digest.md).
MAIL_SERVER, MAIL_RATE, MAIL_BOUNCES = ENVIRONMENT.mail_url, ENVIRONMENT.mail_rate, ENVIRONMENT.mail_bounces
MAIL_FOLDER = STATE_DIR / "mail"
MAIL_WEBHOOK_SECRET = ENVIRONMENT.mail_webhook_secret
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from
globals().update(mail_settings(MAIL_SERVER, folder=MAIL_FOLDER, webhook_secret=MAIL_WEBHOOK_SECRET))
# Where weekly copies of all that is public are kept; None for nowhere.
EXPORT_DIR = ENVIRONMENT.export_dir
# Whether strangers may make an account; without one they can still follow by mail.
SIGN_UP = ENVIRONMENT.sign_up
# Whether whoever may change something at the desk must sign in with a second factor.
REQUIRE_TWO_FACTOR = ENVIRONMENT.require_two_factor

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django_celery_beat",
    "rest_framework",
    "drf_spectacular",
    "corsheaders",
    "knox",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "claims",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "claims.web.headers.refuse_what_no_page_needs",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "claims.web.preferences.in_the_readers_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Which device a session was opened with ...
    "django_otp.middleware.OTPMiddleware",
    # ... and that nobody is who they say without theirs.
    "claims.web.second_step.only_with_their_code",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "claims.web.second_step.set_up_first",
    "claims.api.throttling.tell_rates",
]
ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "claims.web.preferences.of_the_reader",
                "claims.web.feed_links.in_the_head",
                "claims.web.exports.in_the_footer",
            ],
            "libraries": {"foreign": "claims.web.foreign"},
        },
    },
]

# Database: the embedded PostgreSQL, or the served one of DATABASE_URL; the same code on both.
DATABASE_IS_EMBEDDED = ENVIRONMENT.database_is_embedded
EMBEDDED_POSTGRES = EmbeddedPostgres(STATE_DIR)
_CONNECTION: dict[str, Any] = (
    EMBEDDED_POSTGRES.connection if DATABASE_IS_EMBEDDED else conninfo_to_dict(ENVIRONMENT.database_url)
)
_DJANGOS_OWN = ("host", "port", "dbname", "user", "password")
DATABASE_CONNINFO = make_conninfo(**_CONNECTION)
DATABASES = {
    "default": {
        "ENGINE": "tracker.postgresql",
        "HOST": _CONNECTION.get("host", ""),
        "PORT": str(_CONNECTION.get("port", "")),
        "NAME": _CONNECTION.get("dbname", "claim_tracker"),
        "USER": _CONNECTION.get("user", ""),
        "PASSWORD": _CONNECTION.get("password", ""),
        # A pool saves a connection a request; four threads serve a gunicorn worker.
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 8},
            # What else DATABASE_URL says, such as sslmode.
            **{name: value for name, value in _CONNECTION.items() if name not in _DJANGOS_OWN},
        },
        # A database that restarted leaves dead connections in the pool.
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["claims.web.second_step.ByPassword"]
LOGIN_URL = "web:sign_in"
# Whoever comes to the login without having wanted another page.
LOGIN_REDIRECT_URL = "web:account"
# What apps that show codes call this site.
OTP_TOTP_ISSUER = "Claim Tracker"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
# How each language writes days and numbers on our pages: "3 May 2021", "2021年5月3日".
FORMAT_MODULE_PATH = ["tracker.formats"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "claims" / "web" / "static"]
STATIC_ROOT = STATE_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
# Static files are found where they lie, so that a fresh clone needs no collecting; a served one collects them.
WHITENOISE_USE_FINDERS = True

# Behind https (SITE_URL says so), cookies and forwarding headers are trusted accordingly.
_IS_HTTPS = urlsplit(SITE_URL).scheme == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _IS_HTTPS else None
SECURE_SSL_REDIRECT = _IS_HTTPS
SECURE_HSTS_SECONDS = 31536000 if _IS_HTTPS else 0
CSRF_TRUSTED_ORIGINS = [SITE_URL]
# Pages are text, one style sheet and pictures, all from here: nothing else is run, fetched or framed. The desk's skin
# needs more (`claims.web.headers`).
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        **({"upgrade-insecure-requests": True} if _IS_HTTPS else {}),
    }
}
# Who follows a link to a source tells it the site that it comes from, not the page.
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"

# Jobs. Due work lives in tables; messages only carry ids, so a lost or repeated one costs nothing.
_PGMQ = "pgmq://{user}:{password}@{host}:{port}/{dbname}".format(
    **{
        "port": 5432,
        "password": "",
        **{name: value if name == "port" else quote(str(value), safe="") for name, value in _CONNECTION.items()},
    }
)
QUEUE_IS_IN_DATABASE = not ENVIRONMENT.broker_url
CELERY_BROKER_URL = ENVIRONMENT.broker_url or _PGMQ
_IS_RABBITMQ = CELERY_BROKER_URL.startswith(("amqp://", "amqps://"))
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {}
if QUEUE_IS_IN_DATABASE:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        # The SQL is installed by a migration: the project's role may not create extensions.
        "init_extension": False,
        "use_notify": True,
        "wait_time_seconds": 0,
        "polling_interval": 0.2,
        # A message that was not acknowledged comes again after this, or at once when a lone worker starts
        # (tracker.taken_jobs). Longer than the tasks that a worker takes in advance may run together.
        "visibility_timeout": 3600,
        "pool_size": 3,
        "pool_timeout": 5,
    }
if _IS_RABBITMQ:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"confirm_publish": True}
    CELERY_TASK_DEFAULT_QUEUE_TYPE = "quorum"
    CELERY_TASK_DEFAULT_EXCHANGE_TYPE = "topic"
CELERY_TASK_DEFAULT_QUEUE = "claims"
# pgmq cannot answer `celery inspect`, and every worker would leave a queue behind for the asking.
CELERY_WORKER_ENABLE_REMOTE_CONTROL = not QUEUE_IS_IN_DATABASE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 4
CELERY_TASK_SOFT_TIME_LIMIT = 600
CELERY_TASK_TIME_LIMIT = 660
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
# What waits in tables is handed out by short ticks; one that waited longer than a minute is only a copy of a later one.
_TICKS = (
    "due_visits", "due_harvests", "waiting_papers", "paper_checks", "due_feeds", "due_leads", "submissions",
    "page_checks", "archiving", "digests", "deliveries", "imports", "bulk_acts",
)  # fmt: skip
CELERY_BEAT_SCHEDULE = {
    f"dispatch {due.replace('_', ' ')}": {
        "task": f"claims.dispatch_{due}",
        "schedule": 60.0,
        "options": {"expires": 55.0},
    }
    for due in _TICKS
} | {
    "forget public changes": {"task": "claims.forget_public_changes", "schedule": crontab(hour="3", minute="40")},
    # Whoever asks for counts that nobody has asked for sees them on the next visit.
    "renew counts": {"task": "claims.renew_counts", "schedule": 30.0, "options": {"expires": 25.0}},
    # Whoever asked for a link to confirm waits for it.
    "dispatch own mails": {"task": "claims.dispatch_own_mails", "schedule": 5.0, "options": {"expires": 4.0}},
    # Each night, since a worker may be down on a Monday; a week that has its copy gets no other.
    "write weekly export": {"task": "claims.write_weekly_export", "schedule": crontab(hour="2", minute="20")},
    "see to readers": {"task": "claims.see_to_readers", "schedule": crontab(hour="4", minute="10")},
    # Whoever tries a webhook waits for it.
    "dispatch webhooks": {"task": "claims.dispatch_webhooks", "schedule": 15.0, "options": {"expires": 14.0}},
    "forget webhook deliveries": {
        "task": "claims.forget_webhook_deliveries",
        "schedule": crontab(hour="3", minute="50"),
    },
}

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["claims.api.rendering.WrittenJson"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    # Tokens first: who comes without either is told of these.
    "DEFAULT_AUTHENTICATION_CLASSES": ["claims.api.tokens.ByToken", "claims.api.tokens.BySession"],
    "DEFAULT_PERMISSION_CLASSES": ["claims.api.permissions.AsTheTableSays"],
    "DEFAULT_THROTTLE_CLASSES": ["claims.api.throttling.Throttle"],
    # Callers are told apart by their address; behind https there is one proxy that tells it.
    "NUM_PROXIES": 1 if _IS_HTTPS else 0,
    "EXCEPTION_HANDLER": "claims.api.problems.answer_with_problem",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "DEFAULT_SCHEMA_CLASS": "claims.api.describing.Described",
}

# The description of the API; its version is that of the documents, which its addresses have in short.
SPECTACULAR_SETTINGS = {
    "TITLE": "Claim Tracker",
    "DESCRIPTION": "What AI announcements claimed, where they said it, and what became of it.",
    "VERSION": "1.0.0",
    "LICENSE": {"name": "MIT"},
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": r"/api/v1/",
    "SERVERS": [{"url": SITE_URL}],
    # Words stand where they are used; components for each list of them would have made-up names.
    "POSTPROCESSING_HOOKS": ["claims.api.describing.with_examples"],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "SORT_OPERATION_PARAMETERS": False,
}

# Tokens of the API are a table of our own, so that they have names and scopes; knox brings the rest.
KNOX_TOKEN_MODEL = "claims.ApiToken"  # noqa: S105 (the name of a table)
MIGRATION_MODULES = {"knox": None}
REST_KNOX = {"TOKEN_PREFIX": "claims_"}

# Pages of other sites may read the API, without cookies and without tokens.
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ("GET", "HEAD", "OPTIONS")
CORS_ALLOW_HEADERS = ("accept", "if-none-match")
CORS_EXPOSE_HEADERS = ("etag", "link", "ratelimit", "ratelimit-policy", "retry-after")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # What reads strangers' files complains of each fault in them; the ones that matter come as errors of our own.
    "loggers": {name: {"level": "ERROR"} for name in ("trafilatura", "htmldate", "pypdf", "charset_normalizer")},
}

UNFOLD = {
    "SITE_TITLE": "Claim Tracker",
    "SITE_HEADER": "Claim Tracker",
    "SITE_URL": "/",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": f"{STATIC_URL}claims/mark.svg"}],
    # What the desk adds to its skin, and what lets it be used without JavaScript.
    "STYLES": [f"{STATIC_URL}claims/desk.css"],
    # Its keys, which do what a click does.
    "SCRIPTS": [f"{STATIC_URL}claims/desk.js"],
    "DASHBOARD_CALLBACK": "claims.admin.dashboard.dashboard",
    "GLOBAL_CALLBACK": "claims.admin.shared_work.views_of",
    "SIDEBAR": {"show_search": True, "navigation": "claims.admin.navigation.navigation"},
}
