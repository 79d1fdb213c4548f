package io.keelson.api.graphql.engine;

import graphql.schema.GraphQLSchema;
import io.smallrye.graphql.schema.model.Schema;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

/** The one engine of this process, for HTTP and for sockets; made when it is first asked for. */
@Singleton
public class SharedEngine {
  private final Instance<GraphQLSchema> schema;
  private final Instance<Schema> model;
  private volatile Engine engine;

  SharedEngine(Instance<GraphQLSchema> schema, Instance<Schema> model) {
    this.schema = schema;
    this.model = model;
  }

  public Engine get() {
    if (engine == null) {
      make();
    }
    return engine;
  }

  private synchronized void make() {
    if (engine == null) {
      engine = new Engine(schema.get(), model.get());
    }
  }
}
