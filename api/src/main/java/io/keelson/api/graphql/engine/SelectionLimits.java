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
import java.util.Map;

/**
 * How many fields an operation has, and how deep they go, with every fragment spread out where it
 * is used. Looked at before validation, whose work grows faster than the document; the look itself
 * ends at the limit, so that fragments that double each other cost no more than that.
 */
final class SelectionLimits {
  private static final String FIELD = "query";

  /** Of spreads and inline fragments, which are no fields and lead to some. */
  private static final int SELECTIONS_PER_FIELD = 10;

  private final Map<String, FragmentDefinition> fragments = new HashMap<>();
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
   * @throws Invalid for an operation beyond one of the limits
   */
  static void check(Document document, int maxFields, int maxDepth) {
    for (OperationDefinition operation : document.getDefinitionsOfType(OperationDefinition.class)) {
      new SelectionLimits(document, maxFields, maxDepth).look(operation.getSelectionSet(), 1);
    }
  }

  private void look(SelectionSet set, int depth) {
    if (set == null) {
      return;
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
          look(field.getSelectionSet(), depth + 1);
        }
        case InlineFragment inline -> look(inline.getSelectionSet(), depth);
        case FragmentSpread spread -> {
          FragmentDefinition fragment = fragments.get(spread.getName());
          if (fragment != null) {
            look(fragment.getSelectionSet(), depth);
          }
        }
        default -> throw new IllegalStateException("a selection of kind " + selection.getClass());
      }
    }
  }

  private Invalid tooMany() {
    return new Invalid(FIELD, "more than " + maxFields + " fields", "at most " + maxFields);
  }
}
