package io.keelson.api.graphql.engine;

import graphql.ExceptionWhileDataFetching;
import graphql.GraphQLError;
import graphql.execution.TypeFromAST;
import graphql.language.Argument;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.VariableDefinition;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import graphql.validation.ValidationError;
import graphql.validation.ValidationErrorType;
import io.keelson.tenancy.failure.Invalid;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The value that kept an operation from running, or a field from being called. The engine says that
 * one was wrong, and then which argument holds it, with all of that argument, or nothing more: the
 * one at fault is looked for once that is known, so that requests that are right pay nothing.
 */
final class BadInput {
  private static final int MAX_MESSAGE_CHARACTERS = 300;
  private final GraphQLSchema schema;
  private final Document document;
  private final GraphQLRequest request;

  private BadInput(GraphQLSchema schema, Document document, GraphQLRequest request) {
    this.schema = schema;
    this.document = document;
    this.request = request;
  }

  /**
   * The error with the field and value at fault, where it is about one; otherwise as it is.
   *
   * @param ran whether the operation was begun, so that its variables are known to be right in kind
   */
  static GraphQLError told(
      GraphQLError error,
      GraphQLSchema schema,
      Document document,
      GraphQLRequest request,
      boolean ran) {
    if (error instanceof Refusal || ran && !isAboutInput(error)) {
      return error;
    }
    return new BadInput(schema, document, request)
        .find(path(error))
        .map(invalid -> (GraphQLError) Refusal.of(invalid, error))
        .orElseGet(() -> ran || isAboutInput(error) ? unnamed(error) : error);
  }

  private static boolean isAboutInput(GraphQLError error) {
    return error instanceof ExceptionWhileDataFetching fetching
        ? fetching.getException() instanceof CoercingParseLiteralException
            || fetching.getException() instanceof CoercingParseValueException
        : error instanceof ValidationError invalid
            && invalid.getValidationErrorType() == ValidationErrorType.WrongType;
  }

  /** Names of fields as the answer has them, of an error of one field; null for all fields. */
  private static List<String> path(GraphQLError error) {
    List<?> path = error instanceof ExceptionWhileDataFetching fetching ? fetching.getPath() : null;
    return path == null
        ? null
        : path.stream().filter(String.class::isInstance).map(String.class::cast).toList();
  }

  /** The engine's words without the value, which may be all of an input. */
  private static GraphQLError unnamed(GraphQLError error) {
    Throwable cause =
        error instanceof ExceptionWhileDataFetching fetching ? fetching.getException() : null;
    String message = cause == null ? error.getMessage() : cause.getMessage();
    String short_ = message.replaceAll("(?s) with value '.*'", "").replaceFirst("SRGQL\\d+: ", "");
    return new Refusal(
        short_.substring(0, Math.min(short_.length(), MAX_MESSAGE_CHARACTERS)),
        java.util.Map.of("code", io.keelson.tenancy.failure.ErrorCode.VALIDATION.name()),
        error);
  }

  private Optional<Invalid> find(List<String> path) {
    for (OperationDefinition operation : document.getDefinitionsOfType(OperationDefinition.class)) {
      if (request.operationName() != null && !request.operationName().equals(operation.getName())) {
        continue;
      }
      Optional<Invalid> bad =
          variables(operation)
              .or(() -> inSelections(operation.getSelectionSet(), root(operation), path, 0));
      if (bad.isPresent()) {
        return bad;
      }
    }
    return Optional.empty();
  }

  private GraphQLCompositeType root(OperationDefinition operation) {
    return switch (operation.getOperation()) {
      case QUERY -> schema.getQueryType();
      case MUTATION -> schema.getMutationType();
      case SUBSCRIPTION -> schema.getSubscriptionType();
    };
  }

  private Optional<Invalid> variables(OperationDefinition operation) {
    for (VariableDefinition variable : operation.getVariableDefinitions()) {
      Optional<Invalid> bad = variable(variable);
      if (bad.isPresent()) {
        return bad;
      }
    }
    return Optional.empty();
  }

  /** Its default first: one that is wrong is so even where another value is given. */
  private Optional<Invalid> variable(VariableDefinition variable) {
    String name = variable.getName();
    GraphQLType type = TypeFromAST.getTypeFromAST(schema, variable.getType());
    if (type == null) {
      return Optional.empty();
    }
    Optional<Invalid> bad =
        variable.getDefaultValue() == null
            ? Optional.empty()
            : InputCheck.wrong(name, type, InputCheck.plain(variable.getDefaultValue()));
    boolean isGiven = request.variables().containsKey(name) || variable.getDefaultValue() == null;
    return bad.isPresent() || !isGiven
        ? bad
        : InputCheck.wrong(name, type, request.variables().get(name));
  }

  private Optional<Invalid> inSelections(
      SelectionSet set, GraphQLCompositeType parent, List<String> path, int level) {
    if (set == null || parent == null || path != null && level >= path.size()) {
      return Optional.empty();
    }
    return set.getSelections().stream()
        .map(selection -> inSelection(selection, parent, path, level))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<Invalid> inSelection(
      Selection<?> selection, GraphQLCompositeType parent, List<String> path, int level) {
    return switch (selection) {
      case Field field -> inField(field, parent, path, level);
      case InlineFragment inline ->
          inSelections(
              inline.getSelectionSet(),
              inline.getTypeCondition() == null
                  ? parent
                  : composite(inline.getTypeCondition().getName()),
              path,
              level);
      case FragmentSpread spread ->
          fragment(spread.getName())
              .flatMap(
                  fragment ->
                      inSelections(
                          fragment.getSelectionSet(),
                          composite(fragment.getTypeCondition().getName()),
                          path,
                          level));
      default -> Optional.empty();
    };
  }

  private Optional<FragmentDefinition> fragment(String name) {
    return document.getDefinitionsOfType(FragmentDefinition.class).stream()
        .filter(fragment -> Objects.equals(fragment.getName(), name))
        .findFirst();
  }

  private GraphQLCompositeType composite(String name) {
    return schema.getType(name) instanceof GraphQLCompositeType type ? type : null;
  }

  private Optional<Invalid> inField(
      Field field, GraphQLCompositeType parent, List<String> path, int level) {
    boolean isOnPath = path == null || field.getResultKey().equals(path.get(level));
    GraphQLFieldDefinition definition =
        isOnPath && parent instanceof GraphQLFieldsContainer fields
            ? fields.getFieldDefinition(field.getName())
            : null;
    if (definition == null) {
      return Optional.empty();
    }
    boolean isAtFault = path == null || level == path.size() - 1;
    Optional<Invalid> bad = isAtFault ? inArguments(field, definition) : Optional.empty();
    return bad.isPresent()
            || !(GraphQLTypeUtil.unwrapAll(definition.getType())
                instanceof GraphQLCompositeType type)
        ? bad
        : inSelections(field.getSelectionSet(), type, path, level + 1);
  }

  private static Optional<Invalid> inArguments(Field field, GraphQLFieldDefinition definition) {
    for (Argument argument : field.getArguments()) {
      GraphQLArgument defined = definition.getArgument(argument.getName());
      if (defined != null) {
        Optional<Invalid> bad =
            InputCheck.wrong(
                argument.getName(), defined.getType(), InputCheck.plain(argument.getValue()));
        if (bad.isPresent()) {
          return bad;
        }
      }
    }
    return Optional.empty();
  }
}
