package io.keelson.api.graphql.permission;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Holds what callers were told against what the table says, cell by cell. */
final class Matrix {
  private final AtomicInteger cells = new AtomicInteger();
  private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
  private final Set<String> carriedOut = ConcurrentHashMap.newKeySet();
  private final Map<String, Set<String>> stopped = new ConcurrentHashMap<>();

  /** Makes the call of a cell. */
  @FunctionalInterface
  interface Asker {
    Reply ask(Operation operation, Caller caller, Place place);
  }

  /**
   * An operation in its places, by one caller: each as the table says, and what is hidden exactly
   * as what is not there.
   */
  void tryIn(List<Place> places, Operation operation, Caller caller, Asker asker) {
    Map<Place, Reply> replies = new EnumMap<>(Place.class);
    for (Place place : places) {
      Reply reply = asker.ask(operation, caller, place);
      replies.put(place, reply);
      note(operation, caller, place, reply);
    }
    compareWithMissing(operation, caller, replies);
  }

  private void note(Operation operation, Caller caller, Place place, Reply reply) {
    cells.incrementAndGet();
    Outcome expected = operation.rule().expected(caller.rights(), place);
    if (reply.outcome() != expected) {
      report(operation, caller, place, "expected " + expected + ", got " + reply);
    } else if (expected == Outcome.LET_THROUGH && reply.carriedOut()) {
      carriedOut.add(operation.name());
    } else if (expected == Outcome.LET_THROUGH) {
      stopped.computeIfAbsent(operation.name(), name -> new HashSet<>()).add(reply.code());
    }
  }

  private void compareWithMissing(Operation operation, Caller caller, Map<Place, Reply> replies) {
    Reply missing = replies.get(Place.MISSING);
    if (missing == null) {
      return;
    }
    replies.forEach(
        (place, reply) -> {
          boolean hidden =
              isHidden(operation, caller, place)
                  || reply.outcome() == Outcome.NOT_FOUND && caller.rights().hasNothingIn(place);
          if (hidden && !reply.equals(missing)) {
            report(
                operation,
                caller,
                place,
                "can be told from one that is not there: " + reply + " instead of " + missing);
          }
        });
  }

  /** Another tenant's thing, for whoever is no operator. */
  private static boolean isHidden(Operation operation, Caller caller, Place place) {
    return place == Place.FOREIGN
        && operation.rule().expected(caller.rights(), place) != Outcome.LET_THROUGH;
  }

  /** A cell that asks for no permission: anybody of the kind is answered alike. */
  void compare(String row, String caller, Object expected, Object got) {
    cells.incrementAndGet();
    if (!expected.equals(got)) {
      wrong.add("%s, %s: expected %s, got %s".formatted(row, caller, expected, got));
    }
  }

  /** Something else that is wrong about a cell. */
  void report(Operation operation, Caller caller, Place place, String what) {
    wrong.add("%s, %s, %s: %s".formatted(operation.name(), caller, place, what));
  }

  /** Operations or routes without a row, and rows without what they are of. */
  void compareNames(Set<String> there, Set<String> rows) {
    for (String name : new TreeSet<>(there)) {
      if (!rows.contains(name)) {
        wrong.add(name + ": has no row in the table");
      }
    }
    for (String row : new TreeSet<>(rows)) {
      if (!there.contains(row)) {
        wrong.add(row + ": is in the table, but nowhere else");
      }
    }
  }

  /** Each operation was carried out for somebody, or stopped where the table says it does. */
  void compareSuccesses(List<Operation> table) {
    for (Operation operation : table) {
      Set<String> codes = stopped.getOrDefault(operation.name(), Set.of());
      boolean proved =
          carriedOut.contains(operation.name())
              || (operation.stopsAt() != null && codes.contains(operation.stopsAt()));
      if (!proved && !Operation.NEVER.equals(operation.stopsAt())) {
        wrong.add(
            "%s: nobody's call was carried out; past the check: %s"
                .formatted(operation.name(), codes));
      }
    }
  }

  int cells() {
    return cells.get();
  }

  /** A line for each. */
  List<String> wrong() {
    return List.copyOf(wrong);
  }

  String report() {
    return "permission matrix: %d cells, %d wrong%s"
        .formatted(cells(), wrong.size(), wrong.isEmpty() ? "" : ":\n  " + lines());
  }

  private String lines() {
    return String.join("\n  ", wrong.stream().sorted().toList());
  }
}
