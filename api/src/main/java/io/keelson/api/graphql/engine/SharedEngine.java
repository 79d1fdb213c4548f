package io.keelson.api.graphql.engine;

import graphql.schema.GraphQLSchema;
import io.smallrye.graphql.schema.model.Schema;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The one engine of this process, for HTTP and for sockets; made when it is first asked for. */
@Singleton
public class SharedEngine {
  private final Instance<GraphQLSchema> schema;
  private final Instance<Schema> model;
  private final boolean production;
  volatile Engine engine;

  SharedEngine(
      Instance<GraphQLSchema> schema,
      Instance<Schema> model,
      @ConfigProperty(name = "keelson.production", defaultValue = "false") boolean production) {
    this.schema = schema;
    this.model = model;
    this.production = production;
  }

  public Engine get() {
    if (engine == null) {
      make();
    }
    return engine;
  }

  /**
   * @param introspection whether callers may ask for the schema: strangers may not
   */
  Engine make(EngineLimits limits, boolean introspection) {
    return new Engine(schema.get(), model.get(), limits, introspection);
  }

  private synchronized void make() {
    if (engine == null) {
      engine = make(EngineLimits.OF_A_PROCESS, !production);
    }
  }
}
