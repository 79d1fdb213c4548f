package io.keelson.api.watch;

import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.serving.endpoint.Endpoint;
import io.keelson.serving.endpoint.Endpoints;
import io.keelson.serving.endpoint.Revision;
import io.keelson.serving.watch.finding.Drift;
import io.keelson.serving.watch.finding.DriftRule;
import io.keelson.serving.watch.profile.Reference;
import io.keelson.serving.watch.profile.References;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Who says how an endpoint's requests are held against what its models were trained on. */
@ApplicationScoped
public class DriftChoices {
  private final Mutations mutations;
  private final ProjectAccess access;
  private final Endpoints endpoints;
  private final Drift drift;
  private final References references;
  private final ProfileFiles profiles;

  DriftChoices(
      Mutations mutations,
      ProjectAccess access,
      Endpoints endpoints,
      Drift drift,
      References references,
      ProfileFiles profiles) {
    this.mutations = mutations;
    this.access = access;
    this.endpoints = endpoints;
    this.drift = drift;
    this.references = references;
    this.profiles = profiles;
  }

  /**
   * {@link Drift#set} as this caller. Profiles of revisions that were deployed before there were
   * any are read now.
   *
   * @throws NotFound when the endpoint is not there, or the caller may not know
   * @throws Forbidden without ENDPOINT_WRITE in its project
   * @throws Conflict when it has another version
   */
  public Endpoint set(Caller caller, DriftRule.Wanted wanted) {
    UUID endpointId = Input.present("input.endpointId", wanted.endpointId());
    UUID tenantId = caller.principal().tenantId();
    Map<UUID, Reference> unread =
        caller.principal().may(Permission.ENDPOINT_WRITE, projectOf(tenantId, endpointId))
            ? unread(tenantId, endpointId)
            : Map.of();
    mutations.run(
        caller,
        "setDrift",
        wanted,
        tx -> {
          Endpoint endpoint = writable(tx, caller.principal(), endpointId);
          unread.forEach((version, reference) -> references.keep(tx, version, reference));
          drift.set(tx, wanted);
          return new Changed(
              "endpoint",
              endpointId,
              endpoint.projectId(),
              Map.of("share", wanted.share(), "window", wanted.window().toString()));
        });
    return endpoints.get(tenantId, endpointId);
  }

  private UUID projectOf(UUID tenantId, UUID endpointId) {
    Endpoint endpoint = endpoints.byIds(tenantId, List.of(endpointId)).get(endpointId);
    return endpoint == null ? null : endpoint.projectId();
  }

  private Map<UUID, Reference> unread(UUID tenantId, UUID endpointId) {
    List<Revision> live =
        endpoints.revisions(tenantId, endpointId).stream()
            .filter(revision -> revision.endedAt() == null)
            .toList();
    Set<UUID> versions = new HashSet<>();
    live.forEach(revision -> versions.add(revision.modelVersionId()));
    Map<UUID, References.Summary> known = references.summaries(tenantId, versions);
    Map<UUID, Reference> unread = new HashMap<>();
    for (Revision revision : live) {
      References.Summary summary = known.get(revision.modelVersionId());
      if (summary == null || summary.reason() != null) {
        unread.computeIfAbsent(
            revision.modelVersionId(), version -> profiles.read(tenantId, revision.modelFiles()));
      }
    }
    return unread;
  }

  private Endpoint writable(Transaction tx, Principal principal, UUID endpointId) {
    Endpoint endpoint = endpoints.in(tx).get(principal.tenantId(), endpointId);
    access.require(principal, Permission.ENDPOINT_WRITE, endpoint.projectId(), "endpoint");
    return endpoint;
  }
}
