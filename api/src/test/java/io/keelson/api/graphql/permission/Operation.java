package io.keelson.api.graphql.permission;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A row of the matrix: an operation, what it needs and how it is called.
 *
 * @param field what the schema calls it, such as {@code Query.project}
 * @param variant what distinguishes this way of calling it; empty for the only one
 * @param places where what it names may lie
 * @param call with variables for what it names: see {@link Things}
 * @param shows the variable whose id the answer holds when the caller may see it; null for any
 *     answer
 * @param stopsAt the code that everybody gets past the check; null where the call succeeds, and
 *     {@link #NEVER} where the callers of the matrix are all refused
 */
record Operation(
    String field,
    String variant,
    Rule rule,
    List<Place> places,
    String call,
    String shows,
    String stopsAt) {
  static final String NEVER = "NEVER";

  private static final Pattern VARIABLE = Pattern.compile("\\$([a-zA-Z]+)");
  private static final Map<String, String> TYPES =
      Map.of(
          "slug", "String!",
          "name", "String!",
          "fresh", "String!",
          "email", "String!",
          "word", "String!",
          "runs", "[ID!]!",
          "projects", "[ID!]!",
          "endpointVersion", "Int!");

  /** What is made for a call and belongs to no place. */
  private static final Set<String> MADE_UP = Set.of("name", "fresh", "email", "word");

  private static final Set<String> OF_TENANTS =
      Set.of(
          "tenant",
          "key",
          "member",
          "team",
          "role",
          "account",
          "invitation",
          "deadLetter",
          "signOnProvider",
          "signOnDomain");

  private static final Set<String> WITHOUT_TENANT =
      Set.of(
          "Query.viewer",
          "Viewer.operator",
          "Viewer.invitations",
          "Viewer.member",
          "Query.localMails",
          "Query.operatedTenant",
          "Mutation.createTenant",
          "Mutation.acceptInvitation",
          "Mutation.setQuota",
          "Mutation.replayTenantDeadLetter",
          "Mutation.suspendTenant",
          "Mutation.resumeTenant",
          "Mutation.setTenantPlan");

  static Operation of(String field, Rule rule, String call) {
    return new Operation(field, "", rule, placesOf(call), call, null, null);
  }

  private static List<Place> placesOf(String call) {
    Set<String> named =
        variables(call).stream().filter(it -> !MADE_UP.contains(it)).collect(Collectors.toSet());
    if (named.isEmpty()) {
      return Place.NOWHERE;
    }
    return OF_TENANTS.containsAll(named) ? Place.OF_TENANTS : Place.OF_PROJECTS;
  }

  Operation as(String name) {
    return new Operation(field, name, rule, places, call, shows, stopsAt);
  }

  /** The answer holds this thing, or the caller may not see it. */
  Operation showing(String variable) {
    List<Place> wanted = places == Place.NOWHERE ? Place.LISTED : places;
    return new Operation(field, variant, rule, wanted, call, variable, stopsAt);
  }

  /** {@link #showing} for a list of the caller's own tenant, which needs its permission there. */
  Operation showingOwn(String variable) {
    return new Operation(field, variant, rule, Place.NOWHERE, call, variable, stopsAt);
  }

  Operation stoppingAt(String code) {
    return new Operation(field, variant, rule, places, call, shows, code);
  }

  Operation refusedToAll() {
    return stoppingAt(NEVER);
  }

  /** Whether it is about the caller themselves, or an operator's, whatever tenant is named. */
  boolean namesNoTenant() {
    return WITHOUT_TENANT.contains(field) || call.startsWith("operatedTenant(");
  }

  boolean changes() {
    return field.startsWith("Mutation.");
  }

  String name() {
    return variant.isEmpty() ? field : field + " (" + variant + ")";
  }

  /** Whether an error in it leaves the answers to others in the same document as they are. */
  boolean canBeAskedWithOthers() {
    return call.startsWith("node(") || call.startsWith("project(") || call.startsWith("dataset(");
  }

  /** Whether it is the same call wherever the thing lies that the answer may hold. */
  boolean isListing() {
    return places == Place.LISTED;
  }

  /** In the order in which they come. */
  List<String> variables() {
    return variables(call);
  }

  private static List<String> variables(String call) {
    List<String> names = new ArrayList<>();
    Matcher matcher = VARIABLE.matcher(call);
    while (matcher.find()) {
      if (!names.contains(matcher.group(1))) {
        names.add(matcher.group(1));
      }
    }
    return names;
  }

  String document() {
    String kind = field.startsWith("Subscription.") ? "subscription" : "query";
    return (changes() ? "mutation" : kind) + declared(variables()) + "{" + call + "}";
  }

  /** All of these as one query, each under its alias. */
  static String document(List<Operation> operations) {
    Set<String> variables = new LinkedHashSet<>();
    StringBuilder calls = new StringBuilder();
    for (int i = 0; i < operations.size(); i++) {
      variables.addAll(operations.get(i).variables());
      calls.append(alias(i)).append(':').append(operations.get(i).call()).append(' ');
    }
    return "query" + declared(variables) + "{" + calls + "}";
  }

  static String alias(int index) {
    return "call" + index;
  }

  private static String declared(Collection<String> variables) {
    return variables.isEmpty()
        ? ""
        : variables.stream()
            .map(name -> "$" + name + ":" + TYPES.getOrDefault(name, "ID!"))
            .collect(Collectors.joining(",", "(", ")"));
  }
}
