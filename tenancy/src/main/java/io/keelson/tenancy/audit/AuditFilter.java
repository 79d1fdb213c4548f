package io.keelson.tenancy.audit;

import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Which entries of the log are meant: those for which all of it holds.
 *
 * @param actorId who did it; null for anybody
 * @param actions what was tried, as the API spells it; empty for anything
 * @param outcome what became of it; null for whatever did
 */
public record AuditFilter(UUID actorId, List<String> actions, AuditOutcome outcome) {
  public static final AuditFilter NONE = new AuditFilter(null, List.of(), null);
  public static final int MAX_ACTIONS = 20;

  private static final Pattern ACTION = Pattern.compile("[A-Za-z][A-Za-z0-9 ./_-]{0,99}");

  public AuditFilter {
    actions = List.copyOf(actions);
  }

  void check() {
    Input.size("filter.actions", actions, 0, MAX_ACTIONS);
    for (String action : actions) {
      if (!ACTION.matcher(action).matches()) {
        throw new Invalid("filter.actions", action, "a name such as createRun");
      }
    }
  }

  /** Only what is asked for is a condition: each has an index of its own. */
  String conditions() {
    return (actorId == null ? "" : "AND e.actorId = :actorId ")
        + (actions.isEmpty() ? "" : "AND e.action IN :actions ")
        + (outcome == null ? "" : "AND e.outcome = '" + outcome.name() + "' ");
  }

  <T> Mutiny.SelectionQuery<T> bind(Mutiny.SelectionQuery<T> query) {
    if (actorId != null) {
      query.setParameter("actorId", actorId);
    }
    if (!actions.isEmpty()) {
      query.setParameter("actions", actions);
    }
    return query;
  }
}
