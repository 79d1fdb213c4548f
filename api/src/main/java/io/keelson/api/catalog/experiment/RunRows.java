package io.keelson.api.catalog.experiment;

import io.keelson.tenancy.access.Actor;
import io.vertx.sqlclient.Row;

/** How runs are read. */
final class RunRows {
  static final String COLUMNS =
      """
      id, project_id, experiment_id, name, status, job_id, parent_id, created_at, created_by, created_by_kind, created_by_id,
        started_at, ended_at, archived_at, version\
      """;

  static final String SELECT = "SELECT " + COLUMNS + "\nFROM catalog.run\nWHERE tenant_id = $1 ";

  /** As lists show them, but for who asks for those that were archived. */
  static final String NOT_ARCHIVED = SELECT + "AND archived_at IS NULL ";

  private RunRows() {}

  static Run run(Row row) {
    return new Run(
        row.getUUID("id"),
        row.getUUID("project_id"),
        row.getUUID("experiment_id"),
        row.getString("name"),
        RunStatus.valueOf(row.getString("status")),
        row.getUUID("job_id"),
        row.getUUID("parent_id"),
        row.getOffsetDateTime("created_at"),
        Actor.of(row, "created_by"),
        row.getOffsetDateTime("started_at"),
        row.getOffsetDateTime("ended_at"),
        row.getOffsetDateTime("archived_at"),
        row.getInteger("version"));
  }
}
