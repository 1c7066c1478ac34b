package io.caisson.service.workload.fabric8;

import io.caisson.spi.kubernetes.ApiWatch;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import okhttp3.Call;
import okhttp3.Response;
import okio.BufferedSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches as plain HTTP: each is an answer that does not end, one line of JSON for each event, read
 * by a virtual thread on the connection that the cluster's other calls use. One that ends takes the
 * others with it.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes">Efficient
 *     detection of changes</a>
 */
final class StreamedWatch implements ApiWatch {
  private static final Logger LOG = LoggerFactory.getLogger(StreamedWatch.class);

  /** Bytes; twice what etcd takes of one object. */
  private static final long LONGEST_EVENT = 3L << 20;

  private final List<Stream> streams;
  private final OpenStreams open;
  private final KubernetesSerialization forms;
  private final Runnable changed;
  private final AtomicBoolean listens = new AtomicBoolean(true);

  /**
   * Begins.
   *
   * @param changed called for each event that is news, and when it ends
   */
  StreamedWatch(
      List<Stream> streams, OpenStreams open, KubernetesSerialization forms, Runnable changed) {
    this.streams = streams;
    this.open = open;
    this.forms = forms;
    this.changed = changed;
  }

  /**
   * One of its answers.
   *
   * @param news whether an event, by its type and its object, is to be told of
   */
  record Stream(Call call, BiPredicate<String, Map<String, Object>> news) {}

  StreamedWatch begin(Executor threads) {
    streams.forEach(stream -> open.add(stream.call()));
    streams.forEach(stream -> threads.execute(() -> read(stream)));
    return this;
  }

  @Override
  public boolean listens() {
    return listens.get();
  }

  @Override
  public void close() {
    if (listens.compareAndSet(true, false)) {
      cancel();
    }
  }

  private void cancel() {
    streams.forEach(stream -> stream.call().cancel());
  }

  private void read(Stream stream) {
    try (Response response = stream.call().execute()) {
      if (response.isSuccessful()) {
        read(response.body().source(), stream);
      } else {
        LOG.debug("{} is refused: {}", stream.call().request().url(), response.code());
      }
    } catch (IOException | RuntimeException cut) {
      LOG.debug("{} is cut off: {}", stream.call().request().url(), cut.toString());
    } finally {
      open.remove(stream.call());
      end();
    }
  }

  /** Until it ends, or says that it will: 410, the version that it was to go on from is too old. */
  private void read(BufferedSource source, Stream stream) throws IOException {
    while (listens() && !source.exhausted()) {
      Event event = forms.unmarshal(source.readUtf8LineStrict(LONGEST_EVENT), Event.class);
      if (event.type().equals("ERROR")) {
        return;
      }
      if (!event.type().equals("BOOKMARK") && stream.news().test(event.type(), event.object())) {
        changed.run();
      }
    }
  }

  private void end() {
    if (listens.compareAndSet(true, false)) {
      cancel();
      changed.run();
    }
  }

  /** As the API server writes it. */
  record Event(String type, Map<String, Object> object) {}
}
