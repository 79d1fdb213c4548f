package io.keelson.api.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.object.LinkMaker;
import io.keelson.tenancy.object.LinkRight;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Look-ups that run when the test lets them. */
@Timeout(30)
class FreshMakersTest {
  private final AtomicInteger lookUps = new AtomicInteger();
  private final BlockingQueue<Runnable> underWay = new LinkedBlockingQueue<>();
  private Function<Collection<LinkMaker>, Map<LinkMaker, Boolean>> answers =
      asked -> asked.stream().collect(Collectors.toMap(maker -> maker, maker -> true));
  private final FreshMakers makers = new FreshMakers(new Makers(), () -> 0, underWay::add);

  private final class Makers implements LinkMakers {
    @Override
    public boolean counts(LinkMaker maker) {
      throw new AssertionError("from memory");
    }

    @Override
    public Map<LinkMaker, Boolean> counting(Collection<LinkMaker> asked) {
      lookUps.incrementAndGet();
      return answers.apply(asked);
    }
  }

  private static LinkMaker maker(int id) {
    UUID tenant = new UUID(id, id);
    LinkRight right = new LinkRight(Permission.DATASET_READ, tenant);
    return new LinkMaker(tenant, Principal.Kind.API_KEY, tenant, 0, null, right);
  }

  private FutureTask<FreshMakers.Answer> ask(int id) {
    FutureTask<FreshMakers.Answer> asked = new FutureTask<>(() -> makers.of(maker(id)));
    Thread caller = Thread.startVirtualThread(asked);
    while (caller.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return asked;
  }

  @Test
  void allWhoAskWhileTwoLookUpsRunAreAnsweredByOneMore() throws Exception {
    List<FutureTask<FreshMakers.Answer>> asked = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      asked.add(ask(i));
    }
    assertThat(underWay).hasSize(2);

    underWay.take().run();
    assertThat(underWay).hasSize(2);
    underWay.take().run();
    underWay.take().run();

    for (FutureTask<FreshMakers.Answer> one : asked) {
      assertThat(one.get().counts()).isTrue();
    }
    assertThat(lookUps).hasValue(3);
    assertThat(makers.of(maker(7)).counts()).as("from memory").isTrue();
    assertThat(lookUps).hasValue(3);
  }

  @Test
  void whoCannotBeLookedUpIsNotKnown() throws Exception {
    answers = asked -> Map.of();
    FutureTask<FreshMakers.Answer> asked = ask(1);
    underWay.take().run();

    assertThatThrownBy(asked::get).hasCauseInstanceOf(Unavailable.class);
  }
}
