# Misread for CI: docker build -t misread . && docker run --rm -v "$PWD:/work" misread misread build . --output site
FROM swift:6.3-bookworm AS build
WORKDIR /source
COPY . .
RUN Tests/Setup/debian.sh build && swift build -c release --product misread
# What runs is the wheel's folder of the program and the libraries that it needs; unzip keeps the right to execute.
RUN apt-get update && apt-get install -y --no-install-recommends binutils python3 unzip \
    && python3 Integrations/python/build_wheel.py .build/release/misread /wheel \
    && unzip -q /wheel/misread-*.whl 'misread/_bin/*' 'misread-*.dist-info/licenses/*' -d /program

FROM debian:bookworm-slim
COPY --from=build /program /opt/misread
ENV PATH=/opt/misread/misread/_bin:$PATH
WORKDIR /work
RUN misread --version
CMD ["misread", "--help"]
