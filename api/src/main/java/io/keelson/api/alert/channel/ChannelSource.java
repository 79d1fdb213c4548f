package io.keelson.api.alert.channel;

import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.database.Transaction;
import java.util.Set;
import java.util.UUID;

/** What speaks through channels. */
public interface ChannelSource {
  /** What those things are read with that speak through the channel. */
  Set<Permission> reads(Transaction tx, UUID channelId);
}
