package io.keelson.api.watch;

import io.keelson.api.catalog.collection.Collector;
import io.keelson.api.catalog.collection.Collectors;
import io.keelson.api.catalog.collection.KeptFor;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.serving.endpoint.Endpoint;
import io.keelson.serving.endpoint.Endpoints;
import io.keelson.serving.watch.capture.Capture;
import io.keelson.serving.watch.capture.Captures;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Who decides which of an endpoint's requests are kept: they become rows of a data set. */
@ApplicationScoped
public class CaptureChoices {
  private static final String SUFFIX = " captures";
  private final Mutations mutations;
  private final ProjectAccess access;
  private final Endpoints endpoints;
  private final Captures captures;
  private final Collectors collectors;

  CaptureChoices(
      Mutations mutations,
      ProjectAccess access,
      Endpoints endpoints,
      Captures captures,
      Collectors collectors) {
    this.mutations = mutations;
    this.access = access;
    this.endpoints = endpoints;
    this.captures = captures;
    this.collectors = collectors;
  }

  /**
   * {@link Captures#set} as this caller. The data set is the project's {@code <endpoint> captures},
   * made with its collector where it is not there.
   *
   * @param retention {@link KeptFor#set}'s time
   * @throws NotFound when the endpoint is not there, or the caller may not know
   * @throws Forbidden without ENDPOINT_WRITE and DATASET_WRITE in its project
   * @throws Conflict when it has another version
   */
  public Endpoint set(Caller caller, Captures.Wanted wanted, Duration retention) {
    record Asked(Captures.Wanted wanted, Duration retention) {}
    UUID endpointId = Input.present("input.endpointId", wanted.endpointId());
    mutations.run(
        caller,
        "setCapture",
        new Asked(wanted, retention),
        tx -> {
          Endpoint endpoint = writable(tx, caller.principal(), endpointId);
          Optional<Capture> before = captures.lock(tx, endpointId);
          Collector collector = collector(tx, caller.principal(), endpoint, before);
          captures.set(tx, before, wanted, collector.datasetId(), collector.id());
          keepFor(tx, collector, retention, !isCollected(before, collector));
          return new Changed(
              "endpoint",
              endpointId,
              endpoint.projectId(),
              Map.of("share", wanted.share(), "redact", List.copyOf(wanted.redact())));
        });
    return endpoints.get(caller.principal().tenantId(), endpointId);
  }

  /** Whether requests went into its data set before; of what is there nothing goes unasked. */
  private static boolean isCollected(Optional<Capture> before, Collector collector) {
    return before.filter(one -> one.datasetId().equals(collector.datasetId())).isPresent();
  }

  /** Also what broke a schema that somebody has given the collector. */
  private static void keepFor(
      Transaction tx, Collector collector, Duration retention, boolean isFirst) {
    KeptFor.set(tx, collector.datasetId(), "input.retention", retention, isFirst);
    if (collector.deadLetterDatasetId() != null) {
      KeptFor.set(tx, collector.deadLetterDatasetId(), "input.retention", retention, isFirst);
    }
  }

  private Endpoint writable(Transaction tx, Principal principal, UUID endpointId) {
    Endpoint endpoint = endpoints.in(tx).get(principal.tenantId(), endpointId);
    access.require(principal, Permission.ENDPOINT_WRITE, endpoint.projectId(), "endpoint");
    access.require(principal, Permission.DATASET_WRITE, endpoint.projectId(), "endpoint");
    return endpoint;
  }

  /** The one it has, unless somebody has deleted it. */
  private Collector collector(
      Transaction tx, Principal principal, Endpoint endpoint, Optional<Capture> before) {
    return before
        .flatMap(capture -> collectors.find(tx, capture.collectorId()))
        .orElseGet(
            () ->
                collectors.ofNamed(
                    tx,
                    principal,
                    endpoint.projectId(),
                    endpoint.name() + SUFFIX,
                    "Answered requests of the endpoint " + endpoint.name() + "."));
  }
}
