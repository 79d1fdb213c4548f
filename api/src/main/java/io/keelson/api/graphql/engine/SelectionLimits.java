package io.keelson.api.graphql.engine;

import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import io.keelson.tenancy.failure.Invalid;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many fields an operation has, and how deep they go, with every fragment spread out where it
 * is used; and how many operations and fragments there are. Looked at before validation, whose work
 * grows with the cube of a chain of fragments; the look itself ends at the limit, so that fragments
 * that double each other, or lead back to themselves, cost no more than that.
 */
final class SelectionLimits {
  private static final String FIELD = "query";

  /** Of spreads and inline fragments, which are no fields and lead to some. */
  private static final int SELECTIONS_PER_FIELD = 10;

  /** Of one document: so many operations, and as many fragments. */
  private static final int MAX_DEFINITIONS_OF_A_KIND = 100;

  /** Of selections in each other, those of spreads and inline fragments too. */
  private static final int MAX_LEVELS = 200;

  private final Map<String, FragmentDefinition> fragments = new HashMap<>();
  private final Set<String> lookedInto = new HashSet<>();
  private final int maxFields;
  private final int maxDepth;
  private int fields;
  private int selections;

  private SelectionLimits(Document document, int maxFields, int maxDepth) {
    this.maxFields = maxFields;
    this.maxDepth = maxDepth;
    for (FragmentDefinition fragment : document.getDefinitionsOfType(FragmentDefinition.class)) {
      fragments.putIfAbsent(fragment.getName(), fragment);
    }
  }

  /**
   * @throws Invalid for a document, or an operation of it, beyond one of the limits
   */
  static void check(Document document, int maxFields, int maxDepth) {
    List<OperationDefinition> operations = document.getDefinitionsOfType(OperationDefinition.class);
    atMost(operations.size(), "operations");
    atMost(document.getDefinitionsOfType(FragmentDefinition.class).size(), "fragments");
    for (OperationDefinition operation : operations) {
      new SelectionLimits(document, maxFields, maxDepth).look(operation.getSelectionSet(), 1, 1);
    }
  }

  private static void atMost(int definitions, String noun) {
    if (definitions > MAX_DEFINITIONS_OF_A_KIND) {
      throw new Invalid(FIELD, definitions + " " + noun, "at most " + MAX_DEFINITIONS_OF_A_KIND);
    }
  }

  private void look(SelectionSet set, int depth, int level) {
    if (set == null) {
      return;
    }
    if (level > MAX_LEVELS) {
      throw new Invalid(
          FIELD,
          "more than " + MAX_LEVELS + " levels of fields and fragments",
          "at most " + MAX_LEVELS);
    }
    if (depth > maxDepth) {
      throw new Invalid(
          FIELD, "more than " + maxDepth + " levels of fields", "at most " + maxDepth);
    }
    for (Selection<?> selection : set.getSelections()) {
      if (++selections > maxFields * SELECTIONS_PER_FIELD) {
        throw tooMany();
      }
      switch (selection) {
        case Field field -> {
          if (++fields > maxFields) {
            throw tooMany();
          }
          look(field.getSelectionSet(), depth + 1, level + 1);
        }
        case InlineFragment inline -> look(inline.getSelectionSet(), depth, level + 1);
        case FragmentSpread spread -> look(spread, depth, level + 1);
        default -> throw new IllegalStateException("a selection of kind " + selection.getClass());
      }
    }
  }

  /** One that is not there is left to the validation. */
  private void look(FragmentSpread spread, int depth, int level) {
    String name = spread.getName();
    FragmentDefinition fragment = fragments.get(name);
    if (fragment == null) {
      return;
    }
    if (!lookedInto.add(name)) {
      throw new Invalid(
          FIELD, "fragment " + name + " that leads back to itself", "fragments without a cycle");
    }
    look(fragment.getSelectionSet(), depth, level);
    lookedInto.remove(name);
  }

  private Invalid tooMany() {
    return new Invalid(FIELD, "more than " + maxFields + " fields", "at most " + maxFields);
  }
}
