package io.keelson.api.graphql.permission;

import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.Source;

/**
 * What can be asked for: operations, and of what they return the fields that take arguments or have
 * a resolver of their own. The others were read with their thing.
 */
@ApplicationScoped
class SchemaFields {
  private final GraphQLSchema schema;
  private final BeanManager beans;

  SchemaFields(GraphQLSchema schema, BeanManager beans) {
    this.schema = schema;
    this.beans = beans;
  }

  /** Such as {@code Query.project} and {@code Run.cost}. */
  Set<String> all() {
    Set<String> names = new TreeSet<>();
    List<GraphQLObjectType> roots =
        List.of(schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType());
    roots.forEach(root -> add(names, root, field -> true));
    schema.getAllTypesAsList().stream()
        .filter(GraphQLObjectType.class::isInstance)
        .map(GraphQLObjectType.class::cast)
        .filter(type -> !type.getName().startsWith("__"))
        .forEach(type -> add(names, type, field -> !field.getArguments().isEmpty()));
    for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
      if (bean.getBeanClass().isAnnotationPresent(GraphQLApi.class)) {
        for (Method method : bean.getBeanClass().getDeclaredMethods()) {
          addResolver(names, method);
        }
      }
    }
    return names;
  }

  private static void add(
      Set<String> names, GraphQLObjectType type, Predicate<GraphQLFieldDefinition> counts) {
    type.getFieldDefinitions().stream()
        .filter(counts)
        .forEach(field -> names.add(type.getName() + "." + field.getName()));
  }

  private static void addResolver(Set<String> names, Method method) {
    for (Parameter parameter : method.getParameters()) {
      if (parameter.isAnnotationPresent(Source.class)) {
        Class<?> source = itemOf(parameter.getParameterizedType());
        names.add(name(source, source.getSimpleName()) + "." + name(method, method.getName()));
      }
    }
  }

  /** A batch resolver takes a list of things. */
  private static Class<?> itemOf(Type type) {
    return type instanceof ParameterizedType list
        ? (Class<?>) list.getActualTypeArguments()[0]
        : (Class<?>) type;
  }

  private static String name(AnnotatedElement element, String otherwise) {
    Name name = element.getAnnotation(Name.class);
    return name == null ? otherwise : name.value();
  }
}
