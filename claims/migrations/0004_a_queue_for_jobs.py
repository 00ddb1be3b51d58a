"""The SQL of pgmq, so that jobs wait in the same PostgreSQL and no second service is needed.

Installed as plain SQL, since the project's role may not create extensions; a database that has pgmq keeps its own.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from pgmq import get_embedded_install_sql


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = 'pgmq'")
        if cursor.fetchone() is None:
            cursor.execute(get_embedded_install_sql())


class Migration(migrations.Migration):
    dependencies = [("claims", "0003_search_in_any_language")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
