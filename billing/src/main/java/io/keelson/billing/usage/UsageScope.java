package io.keelson.billing.usage;

import io.keelson.tenancy.failure.Input;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Whose lines of a tenant's ledger are meant. */
public sealed interface UsageScope {
  int MAX_PROJECTS = 1_000;
  int MAX_COMBINED = 10;

  /** Every line of the tenant. */
  record WholeTenant() implements UsageScope {}

  /** The lines of these projects; of none when the set is empty. At most 1,000. */
  record Projects(Set<UUID> projectIds) implements UsageScope {
    public Projects {
      Input.size("projectIds", projectIds, 0, MAX_PROJECTS);
      projectIds = Set.copyOf(projectIds);
    }
  }

  /** The lines that carry this label, such as {@link UsageLabels#RUN} with a run's id. */
  record Labelled(String label, String value) implements UsageScope {
    public Labelled {
      Input.key("label", label);
      Input.present("value", value);
    }
  }

  /** The lines of one meter. */
  record Metered(Meter meter) implements UsageScope {
    public Metered {
      Input.present("meter", meter);
    }
  }

  /** The lines of one resource, such as an instance type. */
  record OfResource(String resource) implements UsageScope {
    public OfResource {
      Input.key("resource", resource);
    }
  }

  /** The lines that lie in every one of these. */
  record All(List<UsageScope> scopes) implements UsageScope {
    public All {
      Input.size("scopes", scopes, 1, MAX_COMBINED);
      scopes = List.copyOf(scopes);
    }
  }

  static UsageScope wholeTenant() {
    return new WholeTenant();
  }

  static UsageScope project(UUID projectId) {
    return new Projects(Set.of(projectId));
  }

  static UsageScope run(UUID runId) {
    return new Labelled(UsageLabels.RUN, runId.toString());
  }

  static UsageScope job(UUID jobId) {
    return new Labelled(UsageLabels.JOB, jobId.toString());
  }

  static UsageScope endpoint(UUID endpointId) {
    return new Labelled(UsageLabels.ENDPOINT, endpointId.toString());
  }
}
