package io.keelson.api.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.database.Migrations;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.testing.TestDatabase;
import io.keelson.tenancy.testing.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What may be looked at across tenants, and why; a new entry here is a decision. */
class SystemGrantsIT {
  private static final Map<SystemUse, List<String>> NEEDS = needs();
  private static TestDatabase database;

  private static Map<SystemUse, List<String>> needs() {
    Map<SystemUse, List<String>> needs = new EnumMap<>(SystemUse.class);
    needs.put(
        SystemUse.API_KEY_LOOKUP,
        List.of(
            "SELECT tenancy.api_key tenant_id id name secret_hash permissions project_ids"
                + " expires_at revoked_at last_used_at person_id service_account_id behind_account_id first_maker_id",
            "SELECT tenancy.service_account tenant_id id name",
            "SELECT tenancy.role_grant tenant_id member_id team_id service_account_id role"
                + " custom_role_id project_id",
            "SELECT tenancy.team_member tenant_id team_id member_id",
            "SELECT tenancy.custom_role tenant_id id permissions",
            "UPDATE tenancy.api_key last_used_at",
            "SELECT tenancy.member tenant_id id person_id username lost_at",
            "SELECT tenancy.tenant tenant_id slug status trusted_documents_only"));
    needs.put(
        SystemUse.MEMBERSHIP_LOOKUP,
        List.of(
            "SELECT tenancy.member tenant_id id person_id username last_seen_at lost_at",
            "UPDATE tenancy.member last_seen_at",
            "SELECT tenancy.role_grant tenant_id member_id team_id role custom_role_id project_id",
            "SELECT tenancy.team_member tenant_id team_id member_id",
            "SELECT tenancy.custom_role tenant_id id permissions",
            "SELECT tenancy.tenant tenant_id slug name status trusted_documents_only"));
    needs.put(
        SystemUse.INVITATION_LOOKUP,
        List.of(
            "SELECT tenancy.invitation tenant_id id email status token_hash expires_at",
            "SELECT tenancy.tenant tenant_id slug status"));
    needs.put(
        SystemUse.LOCAL_MAIL,
        List.of("SELECT tenancy.local_mail tenant_id id recipient subject body sent_at"));
    needs.put(
        SystemUse.JOB_LOOKUP,
        List.of(
            "SELECT compute.lease tenant_id job_id attempt fence status requested_at",
            "SELECT tenancy.tenant tenant_id slug status"));
    needs.put(
        SystemUse.ENDED_SESSIONS,
        List.of(
            "SELECT tenancy.ended_session *",
            "INSERT tenancy.ended_session *",
            "DELETE tenancy.ended_session"));
    needs.put(
        SystemUse.TENANT_DIRECTORY,
        List.of(
            "SELECT tenancy.tenant tenant_id slug name plan plan_since status created_at key_max_life_s"
                + " key_unused_after_s trusted_documents_only version founder_id"));
    needs.put(
        SystemUse.JOB_QUEUE,
        List.of(
            "SELECT compute.queue_entry *",
            "UPDATE compute.queue_entry claimed_by claimed_host claimed_slot claimed_until",
            "SELECT compute.job tenant_id id max_seconds stop_requested_at",
            "SELECT compute.lease tenant_id id job_id kind status host_id slot cpu_millis request_cpu_millis memory_bytes disk_bytes"
                + " requested_at active_at releasing_at gone_at",
            "SELECT compute.holder *",
            "SELECT tenancy.tenant tenant_id plan status",
            "SELECT tenancy.quota tenant_id name most"));
    needs.put(
        SystemUse.LEASE_WATCH,
        List.of(
            "SELECT compute.job tenant_id id stop_requested_at",
            "SELECT compute.lease tenant_id id job_id status host_id holder_id heard_at version",
            "UPDATE compute.lease holder_id heard_at version",
            "SELECT compute.holder *",
            "INSERT compute.holder *",
            "UPDATE compute.holder *",
            "DELETE compute.holder"));
    needs.put(
        SystemUse.OUTBOX, List.of("SELECT tenancy.delivery tenant_id event_id handler due_at"));
    needs.put(
        SystemUse.SERVING_CONTROL,
        List.of(
            "SELECT serving.endpoint tenant_id id project_id name",
            "SELECT serving.capture tenant_id endpoint_id collector_id share redact",
            "SELECT serving.quality_rule tenant_id endpoint_id output version",
            "SELECT serving.quality_due tenant_id endpoint_id window_at rule_version due_at",
            "SELECT serving.drift_rule tenant_id endpoint_id share window_s",
            "SELECT serving.drift_window tenant_id endpoint_id window_at window_s revision due_at",
            "SELECT serving.reference_profile tenant_id model_version_id reason",
            "SELECT serving.revision tenant_id id endpoint_id number status weight next_check_at model_version_id",
            "SELECT serving.rollout tenant_id id endpoint_id baseline_id candidate_id status weights step next_check_at ended_at sticky_header",
            "SELECT serving.replica tenant_id job_id revision_id slot ready socket_path",
            "SELECT serving.replica_load *",
            "INSERT serving.replica_load *",
            "UPDATE serving.replica_load in_flight reported_at"));
    needs.put(
        SystemUse.UPLOAD_EXPIRY,
        List.of(
            "SELECT tenancy.upload tenant_id id status expires_at writer writer_until",
            "SELECT tenancy.unused_parts tenant_id parts_id due_at"));
    needs.put(
        SystemUse.PROFILE_QUEUE,
        List.of(
            "SELECT catalog.profile_task *",
            "UPDATE catalog.profile_task attempts due_at",
            "SELECT tenancy.tenant tenant_id status"));
    needs.put(
        SystemUse.COLLECTION_QUEUE,
        List.of("SELECT catalog.collector_backlog tenant_id collector_id dead due_at not_before"));
    needs.put(
        SystemUse.ALERT_LANES,
        List.of(
            "SELECT catalog.alert_lane tenant_id channel_id due_at not_before claimed_until",
            "SELECT tenancy.tenant tenant_id status"));
    needs.put(
        SystemUse.ALERT_WATCH,
        List.of(
            "SELECT catalog.alert_rule tenant_id id next_check_at",
            "SELECT tenancy.tenant tenant_id status"));
    needs.put(
        SystemUse.PROJECT_REMOVAL,
        List.of(
            "SELECT catalog.project_removal tenant_id id due_at",
            "SELECT tenancy.tenant tenant_id status"));
    needs.put(
        SystemUse.RETRAINING,
        List.of(
            "SELECT catalog.retraining_policy tenant_id id due_at",
            "SELECT catalog.retraining_run tenant_id id due_at"));
    needs.put(
        SystemUse.STORAGE_METERING,
        List.of(
            "SELECT catalog.storage_change tenant_id project_id at",
            "SELECT catalog.storage_meter *"));
    needs.put(
        SystemUse.BUDGET_WATCH,
        List.of("SELECT billing.budget tenant_id id removed_at next_check_at"));
    needs.put(
        SystemUse.SIGN_ON,
        List.of(
            "SELECT tenancy.sign_on_provider tenant_id due_at claimed_until",
            "SELECT tenancy.sign_on_domain tenant_id id due_at",
            "SELECT tenancy.sign_on_person tenant_id person_id due_at"));
    // Through functions of the owner's, which do nothing else.
    needs.put(SystemUse.AUDIT_MONTHS, List.of());
    needs.put(
        SystemUse.SOCKET_SHARES,
        List.of(
            "SELECT tenancy.socket_holder *",
            "INSERT tenancy.socket_holder *",
            "UPDATE tenancy.socket_holder *",
            "DELETE tenancy.socket_holder",
            "SELECT tenancy.socket_share *",
            "INSERT tenancy.socket_share *",
            "UPDATE tenancy.socket_share held opened",
            "DELETE tenancy.socket_share"));
    return needs;
  }

  @BeforeAll
  static void migrate() {
    database = TestServers.shared().freshDatabase(Migrations.ALL.toArray(String[]::new));
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @Test
  void everyUseSaysWhichColumnsItNeeds() {
    assertThat(NEEDS.keySet()).containsExactly(SystemUse.values());
  }

  @Test
  void theSystemRoleMayDoWhatItsUsesNeedAndNothingElse() throws SQLException {
    TreeSet<String> needed = new TreeSet<>();
    for (List<String> ofUse : NEEDS.values()) {
      for (String need : ofUse) {
        needed.addAll(rights(need));
      }
    }
    assertThat(new TreeSet<>(granted())).containsExactlyElementsOf(needed);
  }

  /** {@code SELECT table column …} as one right a column; a star stands for all. */
  private static List<String> rights(String need) throws SQLException {
    String[] words = need.split(" ");
    String tableRight = words[0] + " " + words[1];
    if (words.length == 2) {
      return List.of(tableRight);
    }
    List<String> columns =
        words[2].equals("*")
            ? column(
                "SELECT attname FROM pg_attribute WHERE attrelid = '%s'::regclass AND attnum > 0 AND NOT attisdropped"
                    .formatted(words[1]))
            : List.of(words).subList(2, words.length);
    return columns.stream().map(name -> tableRight + " " + name).toList();
  }

  private static List<String> granted() throws SQLException {
    return column(
        """
        SELECT p.name || ' ' || c.oid::regclass || ' ' || a.attname
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname IN ('tenancy', 'billing', 'compute', 'serving', 'catalog')
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        CROSS JOIN (VALUES ('SELECT'), ('INSERT'), ('UPDATE'), ('REFERENCES')) AS p (name)
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND has_column_privilege('keelson_system', c.oid, a.attnum, p.name)
        UNION ALL
        SELECT p.name || ' ' || c.oid::regclass
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname IN ('tenancy', 'billing', 'compute', 'serving', 'catalog')
        CROSS JOIN (VALUES ('DELETE'), ('TRUNCATE'), ('TRIGGER')) AS p (name)
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND has_table_privilege('keelson_system', c.oid, p.name)
        """);
  }

  private static List<String> column(String sql) throws SQLException {
    try (Connection owner =
            DriverManager.getConnection(
                database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
        Statement statement = owner.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> out = new ArrayList<>();
      while (rows.next()) {
        out.add(rows.getString(1));
      }
      return out;
    }
  }
}
