package io.keelson.billing.usage;

import io.keelson.tenancy.failure.Input;
import java.util.Set;
import java.util.UUID;

/** Whose lines of a tenant's ledger are meant. */
public sealed interface UsageScope {
  int MAX_PROJECTS = 1_000;

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
