# Misread for CI: docker build -t misread . && docker run --rm -v "$PWD:/work" misread misread build . --output site
FROM swift:6.3-bookworm AS build
WORKDIR /source
COPY . .
RUN make dist && mv .build/dist/misread-*/ /program

FROM debian:bookworm-slim
COPY --from=build /program /usr/local
WORKDIR /work
RUN misread --version
CMD ["misread", "--help"]
