package io.keelson.tenancy.testing;

import io.smallrye.config.WithDefault;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;

/** A typed configuration of durations with the values that it has when nobody sets anything. */
public final class SettingDefaults {
  private SettingDefaults() {}

  public static <T> T of(Class<T> type) {
    return of(type, Map.of());
  }

  /**
   * @param otherwise values by the name of their method
   */
  public static <T> T of(Class<T> type, Map<String, Duration> otherwise) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                otherwise.getOrDefault(method.getName(), standard(method))));
  }

  private static Duration standard(Method method) {
    return Duration.parse(method.getAnnotation(WithDefault.class).value());
  }
}
