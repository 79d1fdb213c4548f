package io.keelson.api.graphql;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.graphql.api.Subscription;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.Query;

/** Stops the start when an operation names no permission, or its class is not guarded. */
@ApplicationScoped
class PermissionCheck {
  void check(@Observes StartupEvent start, BeanManager beans) {
    List<String> open = new ArrayList<>();
    for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
      if (bean.getBeanClass().isAnnotationPresent(GraphQLApi.class)) {
        open.addAll(unguarded(bean.getBeanClass()));
      }
    }
    if (!open.isEmpty()) {
      throw new IllegalStateException(
          "operations that name no permission: " + String.join(", ", open));
    }
  }

  static List<String> unguarded(Class<?> resolvers) {
    List<String> open = new ArrayList<>();
    boolean guarded = resolvers.isAnnotationPresent(Guarded.class);
    for (Method method : resolvers.getDeclaredMethods()) {
      boolean operation =
          method.isAnnotationPresent(Query.class)
              || method.isAnnotationPresent(Mutation.class)
              || method.isAnnotationPresent(Subscription.class);
      if (operation && !(guarded && method.isAnnotationPresent(Requires.class))) {
        open.add(resolvers.getSimpleName() + "." + method.getName());
      }
    }
    return open;
  }
}
