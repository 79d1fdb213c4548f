package io.keelson.api.graphql.alert;

import io.keelson.api.alert.rule.Alert;
import io.keelson.api.alert.rule.AlertRule;
import io.keelson.api.graphql.alert.AlertTypes.AlertRuleType;
import io.keelson.api.graphql.alert.AlertTypes.AlertType;
import io.keelson.api.graphql.page.Page;
import io.keelson.api.graphql.page.PageInfo;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Pages of alerts and of rules. */
public final class AlertConnections {
  private AlertConnections() {}

  @Name("AlertEdge")
  @Description("An alert in a page.")
  public record AlertEdge(
      @NonNull @Description("The alert.") AlertType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Name("AlertConnection")
  @Description("A page of alerts.")
  public record AlertConnection(
      @NonNull @Description("The alerts with their cursors.") List<@NonNull AlertEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    static AlertConnection of(Page<Alert> page) {
      return new AlertConnection(
          page.edges((alert, cursor) -> new AlertEdge(new AlertType(alert), cursor)), page.info());
    }
  }

  @Name("AlertRuleEdge")
  @Description("A rule in a page.")
  public record AlertRuleEdge(
      @NonNull @Description("The rule.") AlertRuleType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Name("AlertRuleConnection")
  @Description("A page of rules.")
  public record AlertRuleConnection(
      @NonNull @Description("The rules with their cursors.") List<@NonNull AlertRuleEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    static AlertRuleConnection of(Page<AlertRule> page) {
      return new AlertRuleConnection(
          page.edges((rule, cursor) -> new AlertRuleEdge(new AlertRuleType(rule), cursor)),
          page.info());
    }
  }
}
