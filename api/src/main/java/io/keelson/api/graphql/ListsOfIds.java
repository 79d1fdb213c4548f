package io.keelson.api.graphql;

import io.smallrye.graphql.schema.model.Argument;
import io.smallrye.graphql.schema.model.Operation;
import io.smallrye.graphql.schema.model.Reference;
import io.smallrye.graphql.schema.model.Scalars;
import io.smallrye.graphql.spi.EventingService;

/**
 * Arguments that are lists of ids. SmallRye takes each of their items for a list, whose class an
 * annotated argument has, and refuses it; the items of all that we take are text.
 */
public final class ListsOfIds implements EventingService {
  private static final Reference ID = Scalars.getIDScalar(String.class.getName());

  /** Always on: there is no setting to switch it off by. */
  @Override
  public String getConfigKey() {
    return null;
  }

  @Override
  public Operation createOperation(Operation operation) {
    for (Argument argument : operation.getArguments()) {
      if (argument.hasWrapper() && argument.getReference().getName().equals(ID.getName())) {
        argument.setReference(ID);
      }
    }
    return operation;
  }
}
