package io.keelson.api.graphql.engine;

import graphql.language.ArrayValue;
import graphql.language.IntValue;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLImplementingType;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNamedSchemaElement;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * How many items a list is taken to have: what the caller asks for, or else what such lists usually
 * have, which is not their bound: a list that turns out longer is counted as what it is.
 */
final class ListSizes {
  private static final int USUAL_PAGE_ITEMS = 20;
  private static final int LONGEST_PAGE_ITEMS = 1_000;

  /** Of lists of things with ids of their own, each of which may lead to further lists. */
  private static final int NODES = 100;

  /** Of what describes a thing: tags, parameters, grants, approvals. */
  private static final int DETAILS = 10;

  /** The argument that says how long a list is, as a number or by being as long itself. */
  private static final Map<String, String> SIZING =
      Map.of(
          "Endpoint.replicaHistory", "buckets",
          "Endpoint.traffic", "buckets",
          "Run.series", "keys");

  /** What is one thing, although it is asked for its first: the lists in it are as long. */
  private static final Set<String> ONE_THING = Set.of("Endpoint.driftHistory");

  /** Lists that are longer, or shorter, than others of their kind. */
  private static final Map<String, Integer> USUAL =
      Map.ofEntries(
          Map.entry("Series.points", 500),
          Map.entry("DatasetProfile.columns", 100),
          Map.entry("TableProfile.columns", 100),
          Map.entry("TableDifference.columns", 100),
          Map.entry("ColumnProfile.histogram", 20),
          Map.entry("CostReport.lines", 1_000),
          Map.entry("FileChanges.changes", 100),
          Map.entry("Run.metrics", 20),
          Map.entry("LeadingMetric.values", 24),
          Map.entry("Run.artifacts", 100),
          Map.entry("Run.datasets", 10),
          Map.entry("Run.models", 10),
          Map.entry("Endpoint.revisions", 20),
          Map.entry("Endpoint.trafficByRevision", 8),
          Map.entry("RevisionTraffic.buckets", 60),
          Map.entry("AlertRulePreview.points", 168),
          Map.entry("AlertRule.latest", 24),
          Map.entry("DriftHistory.windows", 50),
          Map.entry("DriftHistory.features", 24),
          Map.entry("DriftHistoryFeature.points", 50),
          Map.entry("Revision.replicas", 10),
          Map.entry("RunComparison.runs", 50),
          Map.entry("Member.teams", 10),
          Map.entry("Tenant.roles", 50),
          Map.entry("Tenant.quotas", 200), // each counts what is there
          Map.entry("Tenant.refusals", 3),
          Map.entry("LimitRefusals.daily", 7),
          Map.entry("LimitRefusals.actors", 5),
          Map.entry("PointUse.operations", 10),
          Map.entry("PointUse.callers", 10),
          Map.entry("PointUse.lastHour", 20),
          Map.entry("PointUse.lastDay", 20),
          Map.entry("Invitation.teams", 5),
          Map.entry("Viewer.invitations", 10),
          Map.entry("Viewer.waiversToDecide", 20),
          Map.entry("Query.localMails", 20),
          Map.entry("ServiceAccount.keys", 10),
          Map.entry("Lineage.edges", 100));

  /** Empty for a field that is no list. */
  Optional<Integer> of(
      String type, GraphQLFieldDefinition field, Function<String, Object> argument) {
    String name = type + "." + field.getName();
    String sizing = SIZING.get(name);
    if (sizing != null) {
      return Optional.of(asked(argument.apply(sizing)));
    }
    if (ONE_THING.contains(name)) {
      return Optional.empty();
    }
    if (field.getArgument("first") != null) {
      Object first = argument.apply("first");
      boolean isBackward = first == null && field.getArgument("last") != null;
      return Optional.of(asked(isBackward ? argument.apply("last") : first));
    }
    GraphQLType returned = GraphQLTypeUtil.unwrapNonNull(field.getType());
    if (!(returned instanceof GraphQLList) || isWithinPage(type, field)) {
      return Optional.empty();
    }
    Integer usual = USUAL.get(name);
    if (usual != null) {
      return Optional.of(usual);
    }
    return Optional.of(isNode(GraphQLTypeUtil.unwrapAll(returned)) ? NODES : DETAILS);
  }

  /** Counted already, where the page was asked for. */
  private static boolean isWithinPage(String type, GraphQLFieldDefinition field) {
    return type.endsWith("Connection") && field.getName().equals("edges")
        || type.equals("LogPage") && field.getName().equals("lines");
  }

  /** What is no number yet is taken for the longest page that any list has. */
  private static int asked(Object size) {
    return switch (size) {
      case null -> USUAL_PAGE_ITEMS;
      case Number number -> (int) Math.clamp(number.longValue(), 1, Integer.MAX_VALUE);
      case Collection<?> items -> Math.max(1, items.size());
      default -> LONGEST_PAGE_ITEMS;
    };
  }

  /** The number or list of a literal; anything else as it is. */
  static Object plain(Object value) {
    return switch (value) {
      case IntValue literal -> literal.getValue();
      case ArrayValue literal -> literal.getValues();
      case null -> null;
      default -> value;
    };
  }

  private static boolean isNode(GraphQLType type) {
    return type instanceof GraphQLInterfaceType named && named.getName().equals("Node")
        || type instanceof GraphQLImplementingType object
            && object.getInterfaces().stream()
                .anyMatch(one -> ((GraphQLNamedSchemaElement) one).getName().equals("Node"));
  }
}
