package io.keelson.tenancy.quota;

import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.loop.DueLoop;
import io.keelson.tenancy.quota.FullForecast.Reading;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The most that tenants have used of their quotas, by days of UTC. Once a minute it writes what
 * {@link Quotas} has let pass since, and looks at what is used now: of tenants whose quotas were
 * asked for, and of some others in turn, so that what falls without being asked for was seen
 * before. No caller waits for it.
 *
 * <p>A peak between two looks counts where its quota is checked as it grows; what grows otherwise
 * (jobs and CPUs as they are placed) is seen if it lasts for a minute. What was let pass in the
 * last minute of a day may count for the next. A process that is killed loses what it has seen
 * since its last pass, a minute at most unless more than {@link #MAX_ASKED_FOR} tenants wait; what
 * is still in use then is seen by others.
 */
@ApplicationScoped
public class Peaks implements AutoCloseable {
  /** What is shown: today and the six days before it. */
  private static final int DAYS = 7;

  /** What a forecast is drawn from. */
  private static final int FORECAST_DAYS = 30;

  private static final Logger LOG = Logger.getLogger(Peaks.class);
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  /** Tenants that one pass looks at: those whose quotas were asked for, and others. */
  private static final int MAX_ASKED_FOR = 500;

  private static final int MAX_IN_TURN = 50;

  /** After so many tenants' failures in a row a pass gives up: it is not the tenant. */
  private static final int MAX_FAILURES = 3;

  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private final TenantDatabase database;
  private final SystemDatabase system;
  private final Quotas quotas;
  private final InstantSource clock;
  private final DueLoop loop = new DueLoop("quota-peaks", INTERVAL, this::look);
  private UUID lastAskedFor;
  private UUID lastInTurn = BEFORE_ALL;

  public Peaks(TenantDatabase database, SystemDatabase system, Quotas quotas, InstantSource clock) {
    this.database = database;
    this.system = system;
    this.quotas = quotas;
    this.clock = clock;
  }

  public void start() {
    loop.start();
  }

  /** One pass. */
  public synchronized boolean look() {
    int failures = 0;
    for (UUID tenantId :
        Stream.concat(askedFor().stream(), inTurn().stream()).distinct().toList()) {
      Map<QuotaName, Long> marks = quotas.marks().take(tenantId);
      try {
        database.transact(tenantId, tx -> raise(tx, marks));
        failures = 0;
      } catch (RuntimeException e) {
        quotas.marks().giveBack(tenantId, marks);
        failures++;
        if (failures == MAX_FAILURES) {
          throw e;
        }
        LOG.debugf("peaks of tenant %s are written later: %s", tenantId, e.getMessage());
      }
      loop.beat();
    }
    return false;
  }

  /** From where the last pass stopped, around: nobody is always among those who are left. */
  private List<UUID> askedFor() {
    List<UUID> sorted = new ArrayList<>(quotas.marks().tenants());
    sorted.sort(null);
    List<UUID> chosen =
        Stream.concat(
                sorted.stream()
                    .filter(id -> lastAskedFor == null || id.compareTo(lastAskedFor) > 0),
                sorted.stream()
                    .filter(id -> lastAskedFor != null && id.compareTo(lastAskedFor) <= 0))
            .limit(MAX_ASKED_FOR)
            .toList();
    lastAskedFor = chosen.isEmpty() ? null : chosen.getLast();
    return chosen;
  }

  private List<UUID> inTurn() {
    List<UUID> next =
        system.transact(
            SystemUse.TENANT_DIRECTORY,
            tx ->
                tx.list(
                    row -> row.getUUID("tenant_id"),
                    "SELECT tenant_id FROM tenancy.tenant WHERE tenant_id > $1 ORDER BY tenant_id LIMIT $2",
                    lastInTurn,
                    MAX_IN_TURN));
    lastInTurn = next.size() < MAX_IN_TURN ? BEFORE_ALL : next.getLast();
    return next;
  }

  /** A peak that is no higher than the day's is not written. */
  private Void raise(Transaction tx, Map<QuotaName, Long> marks) {
    Map<QuotaName, Long> peaks = new EnumMap<>(QuotaName.class);
    quotas.list(tx).forEach(quota -> peaks.put(quota.name(), quota.used()));
    marks.forEach((name, used) -> peaks.merge(name, used, Math::max));
    tx.update(
        """
        INSERT INTO tenancy.quota_day AS q (tenant_id, day, name, peak)
        SELECT $1, $2, n.name, n.peak
        FROM unnest($3::text[], $4::bigint[]) AS n (name, peak)
        ON CONFLICT (tenant_id, day, name) DO UPDATE SET peak = excluded.peak
        WHERE excluded.peak > q.peak
        """,
        tx.tenantId(),
        today(),
        peaks.keySet().stream().map(QuotaName::name).toArray(String[]::new),
        peaks.values().toArray(Long[]::new));
    return null;
  }

  private LocalDate today() {
    return clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
  }

  /**
   * The most of each quota in use today and in the six days before, in the quota's parts; a quota
   * that nobody has looked at yet is missing.
   */
  public Map<QuotaName, Long> ofWeek(Transaction tx) {
    String[] known = Stream.of(QuotaName.values()).map(QuotaName::name).toArray(String[]::new);
    return tx
        .list(
            row -> Map.entry(QuotaName.valueOf(row.getString("name")), row.getLong("peak")),
            """
            SELECT name, max(peak) AS peak
            FROM tenancy.quota_day
            WHERE tenant_id = $1 AND day > $2 AND name = ANY ($3)
            GROUP BY name
            """,
            tx.tenantId(),
            today().minusDays(DAYS),
            known)
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * When the quota will be used up, by the most of each of the last days and what is in use now;
   * empty for no limit, and where nothing can be said.
   */
  public Optional<FullForecast> forecast(Transaction tx, QuotaName name) {
    Quota now = quotas.standing(tx, name);
    if (now.limit().isNone()) {
      return Optional.empty();
    }
    List<Reading> readings =
        new ArrayList<>(
            tx.list(
                row -> new Reading(row.getLocalDate("day"), row.getLong("peak")),
                """
                SELECT day, peak
                FROM tenancy.quota_day
                WHERE tenant_id = $1 AND name = $2 AND day > $3 AND day < $4
                ORDER BY day
                """,
                tx.tenantId(),
                name.name(),
                today().minusDays(FORECAST_DAYS),
                today()));
    readings.add(new Reading(today(), now.used()));
    return Optional.ofNullable(FullForecast.of(readings, now.limit().most()));
  }

  @Override
  public void close() {
    loop.close();
  }
}
