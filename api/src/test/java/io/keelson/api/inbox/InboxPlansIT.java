package io.keelson.api.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.TenantPlans;
import io.keelson.tenancy.database.Migrations;
import io.keelson.tenancy.testing.TestDatabase;
import io.keelson.tenancy.testing.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How a page of an inbox is read by a plan that is kept for all. */
class InboxPlansIT {
  private static final UUID TENANT = UUID.fromString("00000000-0000-7000-8000-000000000001");
  private static final UUID PERSON = UUID.fromString("00000000-0000-7000-8000-00000000000b");

  /** Ten thousand of each of two people, nine tenths of them done. */
  private static final String ROWS =
      """
      ALTER TABLE catalog.inbox_thread DROP CONSTRAINT inbox_thread_tenant_id_project_id_fkey;
      INSERT INTO catalog.inbox_thread (tenant_id, id, person_id, place, project_id, subject_kind, subject_id, reason, text,
        by_actor, by_actor_kind, at, is_done)
      SELECT '%1$s', uuidv7(make_interval(secs => i)), CASE WHEN i %% 2 = 0 THEN '%2$s'::uuid ELSE '%1$s'::uuid END,
        uuidv7(make_interval(secs => i)), gen_random_uuid(), 'JOB', gen_random_uuid(), 'FAILURE_OF_MINE', 'x', 'x', 'SYSTEM',
        now(), i %% 10 > 1
      FROM generate_series(1, 20000) AS i;
      ANALYZE catalog.inbox_thread
      """;

  private static String plan(TestDatabase database, boolean done) throws SQLException {
    return String.join(
        "\n",
        new TenantPlans(database, TENANT)
            .kept(
                new TenantPlans.Prepared(
                    "(uuid, uuid, boolean, boolean, text[], uuid, uuid, int)",
                    InboxRows.page(done),
                    "'%s', '%s', true, true, '{}', NULL, NULL, 100".formatted(TENANT, PERSON))));
  }

  @Test
  void whatIsDoneAndWhatIsToDoIsReadInTheOrderOfAnIndex() throws SQLException {
    try (TestDatabase database =
        TestServers.shared().freshDatabase(Migrations.ALL.toArray(String[]::new))) {
      try (Connection owner =
              DriverManager.getConnection(
                  database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
          Statement statement = owner.createStatement()) {
        for (String sql : ROWS.strip().split(";\n")) {
          statement.execute(sql.formatted(TENANT, PERSON));
        }
      }

      assertThat(plan(database, true)).contains("inbox_thread_done").doesNotContain("Sort");
      assertThat(plan(database, false)).contains("inbox_thread_open").doesNotContain("Sort");
    }
  }
}
