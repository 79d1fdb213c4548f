package io.keelson.api.alert.rule;

import io.keelson.api.alert.channel.ChannelSource;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.database.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The rules that name a channel. */
@ApplicationScoped
public class RulesOfChannels implements ChannelSource {
  @Override
  public Set<Permission> reads(Transaction tx, UUID channelId) {
    return tx
        .list(
            row -> AlertRuleKind.valueOf(row.getString("kind")),
            """
            SELECT DISTINCT kind
            FROM catalog.alert_rule
            WHERE tenant_id = $1 AND $2 = ANY (channel_ids) AND deleted_at IS NULL
            """,
            tx.tenantId(),
            channelId)
        .stream()
        .map(AlertRuleKind::reads)
        .collect(Collectors.toSet());
  }
}
