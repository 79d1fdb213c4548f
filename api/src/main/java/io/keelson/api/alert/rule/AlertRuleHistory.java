package io.keelson.api.alert.rule;

import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Invalid;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What rules saw lately, by what is stored now. */
@ApplicationScoped
public class AlertRuleHistory {
  /** How many of a rule's own windows are looked back on. */
  public static final int WINDOWS = 24;

  /** Each rule is a read of its own. */
  static final int MAX_RULES = AlertRules.MAX_OF_PROJECT;

  private final AlertRules rules;
  private final Observer observer;
  private final InstantSource clock;

  public AlertRuleHistory(AlertRules rules, Observer observer, InstantSource clock) {
    this.rules = rules;
    this.observer = observer;
    this.clock = clock;
  }

  /**
   * What each rule saw at the end of each of its last {@link #WINDOWS} windows, oldest first; a
   * value is null where there was nothing to judge by. Rules are left out that the caller may not
   * see.
   *
   * @param ruleIds at most 100, as many as a project has
   * @throws Invalid for more
   */
  public Map<UUID, List<AlertRulePreview.Point>> latest(
      Principal principal, Collection<UUID> ruleIds) {
    if (ruleIds.size() > MAX_RULES) {
      throw new Invalid(
          "latest", ruleIds.size() + " rules", "at most " + MAX_RULES + " rules in one request");
    }
    Instant now = clock.instant();
    Map<UUID, List<AlertRulePreview.Point>> latest = new HashMap<>();
    rules
        .byIds(principal, ruleIds)
        .forEach(
            (id, rule) -> latest.put(id, AlertRulePreview.points(history(principal, rule, now))));
    return latest;
  }

  private List<Observer.Past> history(Principal principal, AlertRule rule, Instant now) {
    Duration period = rule.condition().window().multipliedBy(WINDOWS);
    return observer.history(principal.tenantId(), rule.projectId(), rule.condition(), period, now);
  }
}
