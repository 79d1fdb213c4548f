package io.keelson.api.graphql;

import io.keelson.tenancy.access.Permission;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The permission that an operation needs somewhere in the tenant; which project it needs it in, the
 * service decides once it knows. None: any signed-in caller. An operation without this annotation
 * stops the start.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Requires {
  Permission[] value();
}
