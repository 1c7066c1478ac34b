package io.caisson.service.workload.fabric8;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;

/** Cuts off an answer that is too long to be one. */
final class BoundedBodies implements Interceptor {
  /** Bytes; a page of 500 nodes, each with the names of 50 images, has about 10 MB. */
  static final long LIMIT = 64L << 20;

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    ResponseBody body = response.body();
    Counted counted = new Counted(body);
    return response
        .newBuilder()
        .body(ResponseBody.create(Okio.buffer(counted), body.contentType(), body.contentLength()))
        .build();
  }

  private static final class Counted extends ForwardingSource {
    private long seen;

    Counted(ResponseBody body) {
      super(body.source());
    }

    @Override
    public long read(Buffer sink, long count) throws IOException {
      long read = super.read(sink, count);
      seen += Math.max(0, read);
      if (seen > LIMIT) {
        throw new IOException("an answer of more than %d bytes".formatted(LIMIT));
      }
      return read;
    }
  }
}
