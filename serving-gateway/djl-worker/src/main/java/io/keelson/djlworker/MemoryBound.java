package io.keelson.djlworker;

import com.google.protobuf.Descriptors.Descriptor;
import io.grpc.Context;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.io.IOException;
import java.io.InputStream;

/**
 * Keeps what requests hold within {@link CallMemory}. Their bytes count as they come, which is
 * before the message is whole, and what the message becomes counts before it is read. A call that
 * does not fit gets RESOURCE_EXHAUSTED, and what still comes of it is not kept.
 */
final class MemoryBound implements ServerInterceptor {
  private static final Context.Key<Arrival> ARRIVAL = Context.key("arrival");

  private final CallMemory memory;

  MemoryBound(CallMemory memory) {
    this.memory = memory;
  }

  /** The service with its messages counted before they are read. */
  ServerServiceDefinition around(ServerServiceDefinition service) {
    return ServerInterceptors.intercept(ServerInterceptors.useInputStreamMessages(service), this);
  }

  /** What the current call holds. */
  static CallMemory.Share current() {
    return ARRIVAL.get().share;
  }

  /** Counts what the transport has taken of each call. */
  ServerStreamTracer.Factory arrivals() {
    return new ServerStreamTracer.Factory() {
      @Override
      public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new Arrival(memory.share());
      }
    };
  }

  private static final class Arrival extends ServerStreamTracer {
    private final CallMemory.Share share;
    private ServerCall<?, ?> call;
    private boolean refused;

    Arrival(CallMemory.Share share) {
      this.share = share;
    }

    @Override
    public Context filterContext(Context context) {
      return context.withValue(ARRIVAL, this);
    }

    @Override
    public void inboundWireSize(long bytes) {
      if (!share.grow(RequestWeight.COPIES * bytes)) {
        refuse(
            Status.RESOURCE_EXHAUSTED.withDescription("too many large requests come in at a time"));
      }
    }

    @Override
    public void streamClosed(Status status) {
      share.end();
    }

    void refuse(Status status) {
      if (!refused) {
        refused = true;
        call.close(status, new Metadata());
      }
    }
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Arrival arrival = ARRIVAL.get();
    arrival.call = call;
    Descriptor type = requestType(call);
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onMessage(Q message) {
        if (!arrival.refused && fits(arrival, (InputStream) message, type)) {
          read(message);
        }
      }

      private void read(Q message) {
        try {
          super.onMessage(message);
        } catch (RuntimeException e) {
          arrival.refuse(malformed(e));
        } catch (OutOfMemoryError e) {
          arrival.refuse(
              Status.RESOURCE_EXHAUSTED.withDescription(
                  "the replica has no memory for this request"));
        }
      }

      @Override
      public void onHalfClose() {
        if (!arrival.refused) {
          super.onHalfClose();
        }
      }
    };
  }

  private static Descriptor requestType(ServerCall<?, ?> call) {
    Object schema = call.getMethodDescriptor().getSchemaDescriptor();
    return ((ProtoMethodDescriptorSupplier) schema).getMethodDescriptor().getInputType();
  }

  private static boolean fits(Arrival arrival, InputStream message, Descriptor type) {
    try {
      message.mark(Integer.MAX_VALUE);
      long weight = RequestWeight.of(message, type);
      message.reset();
      if (arrival.share.atLeast(weight)) {
        return true;
      }
      arrival.refuse(
          Status.RESOURCE_EXHAUSTED.withDescription(
              "the request takes about " + weight + " bytes of memory, more than there is now"));
    } catch (IOException e) {
      arrival.refuse(malformed(e));
    }
    return false;
  }

  private static Status malformed(Exception trouble) {
    return Status.INVALID_ARGUMENT
        .withDescription("the request is not a valid message")
        .withCause(trouble);
  }
}
