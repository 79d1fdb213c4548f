package io.keelson.api.graphql.engine;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.LightDataFetcher;
import io.smallrye.graphql.execution.datafetcher.PlugableDataFetcher;
import io.smallrye.graphql.execution.datafetcher.helper.FieldHelper;
import io.smallrye.graphql.schema.model.Field;
import io.smallrye.graphql.schema.model.Reference;
import io.smallrye.graphql.spi.ClassloadingService;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Supplier;

/**
 * One accessor of a record or class that the schema names; what it returns is transformed as
 * SmallRye would.
 */
final class PlainField implements PlugableDataFetcher<Object>, LightDataFetcher<Object>, PlainRead {
  private static final MethodType ACCESSOR = MethodType.methodType(Object.class, Object.class);
  private final FieldHelper helper;
  private final Field field;
  private final Reference owner;
  private volatile MethodHandle accessor;

  PlainField(Field field, Reference owner) {
    this.helper = new FieldHelper(field);
    this.field = field;
    this.owner = owner;
  }

  @Override
  public Object get(
      GraphQLFieldDefinition definition,
      Object source,
      Supplier<DataFetchingEnvironment> environment)
      throws Exception {
    return read(source);
  }

  @Override
  public Object get(DataFetchingEnvironment environment) throws Exception {
    return read(environment.getSource());
  }

  @Override
  public Object read(Object source) throws Exception {
    MethodHandle handle = accessor;
    if (handle == null) {
      handle = accessor = find();
    }
    try {
      Object value = (Object) handle.invokeExact(source);
      return value == null ? null : helper.transformOrAdaptResponse(value, null);
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Not at the start: the class of the application is loaded when it is first asked for. */
  private MethodHandle find() throws ReflectiveOperationException {
    Class<?> type = ClassloadingService.get().loadClass(owner.getClassName());
    return MethodHandles.publicLookup()
        .unreflect(type.getMethod(field.getMethodName()))
        .asType(ACCESSOR);
  }
}
