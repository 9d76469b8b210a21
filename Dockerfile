# The application as one image: web server, worker and timetable differ only in their command.
FROM python:3.13-slim-trixie

# WeasyPrint draws papers with Pango; `backup` and `restore` call the programs of the server's own version.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
       postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/*

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
COPY requirements/prod.lock requirements/
RUN pip install --require-hashes --requirement requirements/prod.lock

COPY . .
# The application writes nothing but uploaded files, so that its modules are compiled here.
RUN python -m compileall -q . \
    && python -m config.translations compile \
    && python manage.py collectstatic --no-input --verbosity 0 \
    && useradd --system --uid 10001 --create-home wangjian \
    && install --directory --owner wangjian var/media
USER wangjian

EXPOSE 8000
CMD ["python", "-m", "config.webserver", "--bind", "0.0.0.0:8000"]
