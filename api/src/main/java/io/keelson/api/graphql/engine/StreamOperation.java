package io.keelson.api.graphql.engine;

import graphql.execution.AbortExecutionException;
import graphql.execution.DataFetcherResult;
import graphql.schema.DataFetchingEnvironment;
import io.smallrye.graphql.execution.datafetcher.PlugableBatchableDataFetcher;
import io.smallrye.graphql.execution.datafetcher.helper.ArgumentHelper;
import io.smallrye.graphql.execution.datafetcher.helper.FieldHelper;
import io.smallrye.graphql.execution.datafetcher.helper.OperationInvoker;
import io.smallrye.graphql.schema.model.Operation;
import io.smallrye.graphql.transformation.AbstractDataFetcherException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import mutiny.zero.flow.adapters.AdaptersToFlow;
import org.dataloader.BatchLoaderEnvironment;
import org.dataloader.DataLoader;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A subscription: what it asks for is passed on to where its events come from, and each event is
 * run where the {@link EventStage} says. A failure of the stream stays one: SmallRye's own fetcher
 * makes an event of it.
 */
final class StreamOperation implements PlugableBatchableDataFetcher<Object, Object> {
  private final OperationInvoker invoker;
  private final ArgumentHelper arguments;
  private final FieldHelper answer;

  StreamOperation(Operation operation) {
    this.invoker = new OperationInvoker(operation);
    this.arguments = new ArgumentHelper(operation.getArguments());
    this.answer = new FieldHelper(operation);
  }

  @Override
  public Object get(DataFetchingEnvironment environment) throws Exception {
    EventStage stage = environment.getGraphQlContext().get(EventStage.KEY);
    if (stage == null) {
      throw new AbortExecutionException(
          "subscriptions are sent over a WebSocket (expected: a query or a mutation)");
    }
    stage.subscriptionAsked();
    Object[] values;
    try {
      values = arguments.getArguments(environment).toArray();
    } catch (AbstractDataFetcherException bad) {
      DataFetcherResult.Builder<Object> result = DataFetcherResult.newResult();
      bad.appendDataFetcherResult(result, environment);
      return result.build();
    }
    Flow.Publisher<Object> events = flow(invoker.invoke(values));
    return (Publisher<Object>)
        downstream -> events.subscribe(new Staged(stage, environment, downstream));
  }

  /** The invoker hands a stream on in the older form. */
  @SuppressWarnings("unchecked") // of whatever is told
  private static Flow.Publisher<Object> flow(Object stream) {
    return stream instanceof Publisher<?> older
        ? AdaptersToFlow.publisher((Publisher<Object>) older)
        : (Flow.Publisher<Object>) stream;
  }

  @Override
  public CompletionStage<List<Object>> load(List<Object> keys, BatchLoaderEnvironment environment) {
    throw new UnsupportedOperationException("a subscription has no batches");
  }

  private final class Staged implements Flow.Subscriber<Object> {
    private final EventStage stage;
    private final DataFetchingEnvironment environment;
    private final EventTurns turns;
    private final Subscriber<? super Object> downstream;
    private volatile boolean isOver;

    Staged(
        EventStage stage,
        DataFetchingEnvironment environment,
        Subscriber<? super Object> downstream) {
      this.stage = stage;
      this.environment = environment;
      this.turns = environment.getGraphQlContext().get(EventTurns.class);
      this.downstream = downstream;
    }

    @Override
    public void onSubscribe(Flow.Subscription upstream) {
      downstream.onSubscribe(
          new Subscription() {
            @Override
            public void request(long events) {
              upstream.request(events);
            }

            @Override
            public void cancel() {
              upstream.cancel();
              end();
            }
          });
    }

    private void end() {
      isOver = true;
      if (turns.current() != null) {
        turns.current().drop();
      }
    }

    @Override
    public void onNext(Object event) {
      EventTurns.Turn asked = turns.ask(turn -> stage.run(() -> turn.begin(() -> tell(event))));
      if (isOver) {
        asked.drop(); // whoever ended it may not have seen this one
      }
    }

    private void tell(Object event) {
      // They live as long as the subscription, and what they know is of the event before.
      environment.getDataLoaderRegistry().getDataLoaders().forEach(DataLoader::clearAll);
      downstream.onNext(transformed(event));
    }

    private Object transformed(Object event) {
      try {
        return answer.transformOrAdaptResponse(event, environment);
      } catch (AbstractDataFetcherException bad) {
        DataFetcherResult.Builder<Object> result = DataFetcherResult.newResult();
        bad.appendDataFetcherResult(result, environment);
        return result.build();
      }
    }

    @Override
    public void onError(Throwable failure) {
      end();
      stage.run(() -> downstream.onError(failure));
    }

    @Override
    public void onComplete() {
      Runnable complete = () -> stage.run(downstream::onComplete);
      if (turns.current() == null) {
        complete.run();
      } else {
        turns.current().afterwards(complete);
      }
    }
  }
}
