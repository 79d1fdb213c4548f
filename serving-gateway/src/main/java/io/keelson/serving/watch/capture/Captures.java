package io.keelson.serving.watch.capture;

import io.keelson.serving.endpoint.ServingSignals;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * How endpoints' answered requests are kept, to read and to set. Callers authorise before they
 * call, and make the collector.
 */
@ApplicationScoped
public class Captures {
  public static final int MAX_REDACTED = 100;
  private static final int MAX_IDS = 1_000;
  private final TenantDatabase database;
  private final ServingSignals signals;

  public Captures(TenantDatabase database, LiveSignals signals) {
    this.database = database;
    this.signals = new ServingSignals(signals);
  }

  /**
   * What is wanted.
   *
   * @param expectedVersion null where there is none yet
   * @param share 0 to 1 of the inference ids; 0 keeps none
   * @param redact names of inputs and outputs, at most 100
   */
  public record Wanted(
      UUID endpointId, Integer expectedVersion, double share, List<String> redact) {
    /**
     * @throws Invalid naming the field
     */
    public Wanted {
      if (!(share >= 0 && share <= 1)) {
        throw new Invalid("input.share", share, "0 to 1");
      }
      Input.size("input.redact", redact, 0, MAX_REDACTED);
      redact.forEach(name -> Input.text("input.redact", name, Input.MAX_NAME_CHARACTERS));
      redact = redact.stream().distinct().toList();
    }
  }

  /** That of an endpoint, if it has had one; nobody else changes it until the transaction ends. */
  public Optional<Capture> lock(Transaction tx, UUID endpointId) {
    if (tx.one(
            "SELECT id FROM serving.endpoint WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE",
            tx.tenantId(),
            endpointId)
        .isEmpty()) {
      throw new NotFound("endpoint");
    }
    return tx.one(
            CaptureRows.SELECT + "AND endpoint_id = $2 FOR NO KEY UPDATE",
            tx.tenantId(),
            endpointId)
        .map(CaptureRows::capture);
  }

  /**
   * Gateways go by it within a second.
   *
   * @param before what {@link #lock} found
   * @param collectorId takes them, of the data set
   * @throws Conflict when it has another version
   */
  public void set(
      Transaction tx, Optional<Capture> before, Wanted wanted, UUID datasetId, UUID collectorId) {
    Integer version = before.map(Capture::version).orElse(null);
    if (!Objects.equals(version, wanted.expectedVersion())) {
      throw new Conflict(
          version == null ? "the endpoint has no capture yet" : "capture has version " + version);
    }
    tx.update(
        """
        INSERT INTO serving.capture AS c (tenant_id, endpoint_id, dataset_id, collector_id, share, redact)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (tenant_id, endpoint_id) DO UPDATE
        SET dataset_id = excluded.dataset_id, collector_id = excluded.collector_id, share = excluded.share,
          redact = excluded.redact, version = c.version + 1
        """,
        tx.tenantId(),
        wanted.endpointId(),
        datasetId,
        collectorId,
        wanted.share(),
        wanted.redact().toArray(String[]::new));
    UUID tenantId = tx.tenantId();
    tx.afterCommit(() -> signals.routesChanged(tenantId, wanted.endpointId()));
  }

  /** Those of the endpoints that have one; at most 1,000. */
  public Map<UUID, Capture> of(UUID tenantId, Collection<UUID> endpointIds) {
    Input.size("ids", endpointIds, 0, MAX_IDS);
    Map<UUID, Capture> found = new HashMap<>();
    database
        .read(
            tenantId,
            CaptureRows.SELECT + "AND endpoint_id = ANY ($2)",
            tenantId,
            endpointIds.toArray(UUID[]::new))
        .forEach(row -> found.put(row.getUUID("endpoint_id"), CaptureRows.capture(row)));
    return found;
  }
}
