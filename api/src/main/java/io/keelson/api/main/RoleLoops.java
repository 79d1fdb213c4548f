package io.keelson.api.main;

import io.keelson.api.alert.channel.DeliveryLoop;
import io.keelson.api.alert.rule.AlertWatch;
import io.keelson.api.catalog.collection.sealing.SealingLoop;
import io.keelson.api.catalog.dataset.DerivedVersions;
import io.keelson.api.catalog.removal.RemovalLoop;
import io.keelson.api.catalog.storage.StorageMeter;
import io.keelson.api.catalog.validation.SuiteRuns;
import io.keelson.api.catalog.validation.ValidationConfig;
import io.keelson.api.catalog.validation.ValidationLoop;
import io.keelson.api.retraining.run.RunLoop;
import io.keelson.api.retraining.trigger.PolicyWatch;
import io.keelson.billing.budget.BudgetWatch;
import io.keelson.billing.usage.UsageLedger;
import io.keelson.compute.Broker;
import io.keelson.compute.BrokerConfig;
import io.keelson.compute.job.Jobs;
import io.keelson.compute.lease.JobTokens;
import io.keelson.tenancy.audit.AuditMonths;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.event.EventHandler;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.event.Outbox;
import io.keelson.tenancy.event.OutboxConfig;
import io.keelson.tenancy.event.OutboxRelay;
import io.keelson.tenancy.loop.DueLoop;
import io.keelson.tenancy.object.ObjectCollection;
import io.keelson.tenancy.object.ObjectReferences;
import io.keelson.tenancy.object.ObjectStore;
import io.keelson.tenancy.object.TenantObjects;
import io.keelson.tenancy.object.UploadExpiry;
import io.keelson.tenancy.quota.Quotas;
import io.keelson.tenancy.retention.RetentionSweep;
import io.keelson.tenancy.retention.Retentions;
import io.keelson.tenancy.retention.TenancyRetention;
import io.keelson.tenancy.signon.SignOnWatch;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Starts the loops of this process's roles and ends them in reverse order. Ending them ends no job
 * and no replica: the next process takes them up.
 */
@ApplicationScoped
class RoleLoops {
  private static final Logger LOG = Logger.getLogger(RoleLoops.class);
  private static final Duration MAX_POLL_INTERVAL = Duration.ofSeconds(30);
  private static final Duration AUDIT_INTERVAL = Duration.ofHours(1);
  private static final Duration RETRAINING_INTERVAL = Duration.ofSeconds(1);
  private static final Duration REMOVAL_INTERVAL = Duration.ofSeconds(1);
  private static final Duration SIGN_ON_INTERVAL = Duration.ofSeconds(1);
  private static final Duration SIGN_ON_PATIENCE = Duration.ofMinutes(5);
  private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);
  private static final long MAX_LOG_BYTES = 16L << 20;
  private static final Set<String> ALL = Set.of("api", "broker", "gateway");
  private static final int AFTER_THE_DEMO_DATA = 500;

  private final KeelsonConfig config;
  private final SystemDatabase system;
  private final TenantDatabase database;
  private final TenantObjects objects;
  private final ObjectStore store;
  private final Outbox outbox;
  private final LiveSignals signals;
  private final UsageLedger ledger;
  private final JobTokens tokens;
  private final Jobs jobs;
  private final SuiteRuns suites;
  private final Quotas quotas;
  private final BrokerConfig brokerConfig;
  private final Instance<EventHandler> handlers;
  private final Instance<Retentions> retentions;
  private final Instance<ObjectReferences> references;
  private final GatewayLoops gateway;
  private final SignOnWatch signOn;
  private final DeliveryLoop deliveries;
  private final AlertWatch alerts;
  private final PolicyWatch policies;
  private final RunLoop retrainings;
  private final RemovalLoop removals;
  private final StorageMeter storage;
  private final DerivedVersions derived;
  private final InstantSource clock;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();

  RoleLoops(
      KeelsonConfig config,
      SystemDatabase system,
      TenantDatabase database,
      TenantObjects objects,
      ObjectStore store,
      Outbox outbox,
      LiveSignals signals,
      UsageLedger ledger,
      JobTokens tokens,
      Jobs jobs,
      SuiteRuns suites,
      Quotas quotas,
      BrokerConfig brokerConfig,
      @Any Instance<EventHandler> handlers,
      @Any Instance<Retentions> retentions,
      @Any Instance<ObjectReferences> references,
      GatewayLoops gateway,
      SignOnWatch signOn,
      DeliveryLoop deliveries,
      AlertWatch alerts,
      PolicyWatch policies,
      RunLoop retrainings,
      RemovalLoop removals,
      StorageMeter storage,
      DerivedVersions derived,
      InstantSource clock) {
    this.config = config;
    this.system = system;
    this.database = database;
    this.objects = objects;
    this.store = store;
    this.outbox = outbox;
    this.signals = signals;
    this.ledger = ledger;
    this.tokens = tokens;
    this.jobs = jobs;
    this.suites = suites;
    this.quotas = quotas;
    this.brokerConfig = brokerConfig;
    this.handlers = handlers;
    this.retentions = retentions;
    this.references = references;
    this.gateway = gateway;
    this.signOn = signOn;
    this.deliveries = deliveries;
    this.alerts = alerts;
    this.policies = policies;
    this.retrainings = retrainings;
    this.removals = removals;
    this.storage = storage;
    this.derived = derived;
    this.clock = clock;
  }

  void start(@Observes @Priority(AFTER_THE_DEMO_DATA) StartupEvent event) {
    Set<String> roles = config.roles();
    if (roles.isEmpty() || !ALL.containsAll(roles)) {
      throw new IllegalStateException(
          "keelson.roles: " + roles + " (expected: some of " + ALL + ")");
    }
    OutboxRelay relay =
        new OutboxRelay(system, database, signals, clock, handlers, roles, OutboxConfig.defaults());
    relay.start();
    running.push(relay);
    LogFiles logs = new LogFiles(config.data().resolve("logs"), MAX_LOG_BYTES);
    again("log-files", LOG_INTERVAL, logs::keepBounded);
    if (roles.contains("api")) {
      startRemovers();
      AuditMonths audit = new AuditMonths(system, clock, config.audit().retention());
      again("audit-months", AUDIT_INTERVAL, audit::keep);
      DueLoop signOns =
          new DueLoop("sign-on", SIGN_ON_INTERVAL, signOn::doDue).lateAfter(SIGN_ON_PATIENCE);
      signOns.start();
      running.push(signOns);
      deliveries.start();
      running.push(deliveries::close);
      alerts.start();
      running.push(alerts::close);
      again("retraining-watch", RETRAINING_INTERVAL, policies::begin);
      again("retraining-runs", RETRAINING_INTERVAL, retrainings::begin);
      again("project-removals", REMOVAL_INTERVAL, removals::begin);
    }
    if (roles.contains("broker")) {
      startBroker();
    }
    if (roles.contains("gateway")) {
      running.push(gateway.start());
    }
  }

  private void startRemovers() {
    UploadExpiry expiry = new UploadExpiry(system, database, store, clock);
    expiry.start();
    running.push(expiry);
    RetentionSweep sweep = new RetentionSweep(system, database, retentions, clock);
    sweep.start();
    running.push(sweep);
    ObjectCollection collection =
        new ObjectCollection(
            system, database, store, references, TenancyRetention.UNREFERENCED_OBJECTS_KEPT, clock);
    collection.start();
    running.push(collection);
  }

  private void startBroker() {
    Broker broker =
        new Broker(
            new Broker.Ground(
                database, system, objects, outbox, signals, ledger, tokens, quotas, clock),
            brokerConfig);
    broker.start();
    running.push(broker);
    LOG.infof("jobs run here with: %s", broker.isolation());
    removeEarlierProfiles(config.data().resolve("profiles"));
    if (config.programs().profiler().isPresent()) {
      ValidationLoop validations =
          new ValidationLoop(
              system,
              database,
              objects,
              jobs,
              suites,
              signals,
              outbox,
              ValidationConfig.defaults(),
              clock);
      validations.start();
      running.push(validations);
    } else {
      LOG.warn(
          "keelson.programs.profiler is not set: data set versions stay SEALED, without a profile");
    }
    SealingLoop sealing = new SealingLoop(system, database, objects, derived, clock);
    sealing.start();
    running.push(sealing);
    Duration window = config.billing().storageInterval();
    again("storage-metering", shorter(window.dividedBy(4), MAX_POLL_INTERVAL), storage::meterDue);
    BudgetWatch budgets = new BudgetWatch(system, database, outbox, clock);
    again("budget-watch", MAX_POLL_INTERVAL, budgets::lookAtDue);
  }

  /** Where releases before laid files out, in the clear, to profile them. Follows no link. */
  private static void removeEarlierProfiles(Path folder) {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warnf("%s is not needed any more and stays: %s", folder, e.getMessage());
    }
  }

  private void again(String name, Duration interval, BooleanSupplier pass) {
    DueLoop loop = new DueLoop(name, interval, pass);
    loop.start();
    running.push(loop);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  void stop(@Observes ShutdownEvent event) {
    while (!running.isEmpty()) {
      try {
        running.pop().close();
      } catch (Exception e) {
        LOG.warnf("a loop did not end well: %s", e.getMessage());
      }
    }
  }
}
