package io.keelson.api.graphql;

import io.keelson.api.identity.CallContext;
import io.keelson.api.identity.Visitor;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.audit.AuditLog;
import io.keelson.tenancy.audit.StrangerLog;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.Unauthenticated;
import io.keelson.tenancy.failure.Unavailable;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.graphql.Mutation;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Says no before a resolver runs, says why afterwards, and lets every log line between name the
 * request and the tenant.
 */
@Guarded
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
class GuardInterceptor {
  private static final Logger LOG = Logger.getLogger(GuardInterceptor.class);
  private final CallContext call;
  private final AuditLog audit;
  private final StrangerLog strangers;

  GuardInterceptor(CallContext call, AuditLog audit, StrangerLog strangers) {
    this.call = call;
    this.audit = audit;
    this.strangers = strangers;
  }

  @AroundInvoke
  Object guard(InvocationContext invocation) throws Exception {
    String requestId = requestId();
    if (requestId == null) {
      // Whoever asked hung up, and the request's context ended with that: nobody reads an answer.
      throw ApiError.of(new Unavailable("the caller has gone", null), null);
    }
    MDC.put("request", requestId);
    call.visitor().flatMap(Visitor::principal).ifPresent(p -> MDC.put("tenant", p.tenantSlug()));
    if (invocation.getMethod().isAnnotationPresent(Mutation.class)) {
      call.beginMutation();
    }
    try {
      authorise(invocation);
      Object result = invocation.proceed();
      if (result instanceof Uni<?> uni) {
        return uni.onFailure().transform(failure -> told(failure, requestId));
      }
      if (result instanceof CompletionStage<?> stage) {
        return stage.exceptionallyCompose(
            failure -> CompletableFuture.failedStage(told(unwrapped(failure), requestId)));
      }
      if (result instanceof Multi<?> multi) {
        return multi.onFailure().transform(failure -> told(failure, requestId));
      }
      return result;
    } catch (Throwable e) {
      throw told(e, requestId);
    } finally {
      MDC.remove("request");
      MDC.remove("tenant");
    }
  }

  /** Null where whoever asked has gone. */
  private String requestId() {
    try {
      return call.requestId();
    } catch (ContextNotActiveException over) {
      return null;
    }
  }

  private void authorise(InvocationContext invocation) {
    Requires requires = invocation.getMethod().getAnnotation(Requires.class);
    if (requires == null) {
      return; // a field of something that an operation returned: its service authorises
    }
    if (requires.value().length == 0) {
      if (call.visitor().isEmpty()) {
        throw new Unauthenticated("sign in, or send an API key as bearer token");
      }
      return;
    }
    Principal principal = principal(invocation.getMethod().getName());
    for (Permission permission : requires.value()) {
      if (!principal.mayAnywhere(permission)) {
        Forbidden refusal = new Forbidden(permission.name());
        write(call.refused(), invocation.getMethod().getName(), refusal);
        throw refusal;
      }
    }
  }

  private Principal principal(String operation) {
    try {
      return call.principal();
    } catch (NotFound stranger) {
      call.visitor()
          .flatMap(Visitor::person)
          .map(person -> new Actor(Principal.Kind.PERSON, person.id(), person.username()))
          .ifPresent(
              person ->
                  strangers.note(
                      person, call.namedTenant(), operation, call.requestId(), call.address()));
      throw stranger;
    }
  }

  /** Some operations are guarded on an event loop, which must not wait for the row. */
  private void write(Caller caller, String operation, Forbidden refusal) {
    if (Context.isOnEventLoopThread()) {
      Thread.startVirtualThread(() -> audit.recordRefused(caller, operation, refusal));
    } else {
      audit.recordRefused(caller, operation, refusal);
    }
  }

  private static Throwable unwrapped(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static ApiError told(Throwable failure, String requestId) {
    if (failure instanceof ApiError already) {
      return already;
    }
    if (failure instanceof Failure known) {
      return ApiError.of(known, requestId);
    }
    LOG.errorf(failure, "request %s failed", requestId);
    return ApiError.internal(requestId, failure);
  }
}
