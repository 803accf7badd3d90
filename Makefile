# Hearth: `make` builds, `make check` tests; see README.md and CONTRIBUTING.md.
#
# Everything is found by its place: tools/hearth-NAME.c is the executable hearth-NAME, every .c under
# lib/ goes into one archive (the linker takes what a tool uses, --as-needed drops the rest), and
# tests/unit/test_NOUN.c is a test program.

PREFIX   = /usr/local
BUILD    = build
CC       = cc
CFLAGS   = -O2 -g
WARNINGS = -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
           -Wno-missing-field-initializers -Werror
PKG      = pangocairo cairo gsl
VERSION  = 0.1.0

PKG_CFLAGS := $(shell pkg-config --cflags $(PKG))
PKG_LIBS   := $(shell pkg-config --libs $(PKG))
ALL_CFLAGS  = -std=c11 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -DHEARTH_VERSION='"$(VERSION)"' \
              -Ilib -I$(BUILD)/generated $(PKG_CFLAGS) $(WARNINGS) $(CFLAGS) -pthread -MMD -MP
LIBS        = -Wl,--as-needed $(PKG_LIBS) -lcsv -lm -pthread

LIB_SOURCES := $(sort $(wildcard lib/*/*.c lib/*/*/*.c))
LIB_OBJECTS := $(LIB_SOURCES:%.c=$(BUILD)/%.o)
EMBEDDED    := $(sort $(wildcard datasets/schema/*.csv))
EMBED_OBJECT := $(if $(EMBEDDED),$(BUILD)/generated/embedded.o)
TOOL_SOURCES := $(sort $(wildcard tools/hearth-*.c) $(wildcard tools/hearth.c))
TOOLS       := $(TOOL_SOURCES:tools/%.c=$(BUILD)/bin/%)
UNIT_SOURCES := $(sort $(wildcard tests/unit/test_*.c tests/oracle/test_*.c))
UNITS       := $(patsubst tests/%.c,$(BUILD)/tests/%,$(UNIT_SOURCES))
FUZZ_SOURCES := $(sort $(wildcard tests/fuzz/fuzz_*.c))

.PHONY: all check unit golden layers format-check asan bench fuzz format install uninstall man clean
.DELETE_ON_ERROR:
.SECONDARY:

all: $(TOOLS)

$(BUILD)/lib/%.o: lib/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c $< -o $@

# Facts as data: every CSV file in datasets/schema is compiled in, to be found by its name.
$(BUILD)/generated/embedded.c: $(EMBEDDED) scripts/embed
	@mkdir -p $(@D)
	scripts/embed $(EMBEDDED) > $@

$(EMBED_OBJECT): $(BUILD)/generated/embedded.c
	$(CC) $(ALL_CFLAGS) -c $< -o $@

$(BUILD)/libhearth.a: $(LIB_OBJECTS) $(EMBED_OBJECT)
	@rm -f $@
	ar rcs $@ $^

# A tool's top comment is its manual.
$(BUILD)/generated/%.manual.c: tools/%.c scripts/manual
	@mkdir -p $(@D)
	scripts/manual $< > $@

$(BUILD)/tools/%.o: tools/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c $< -o $@

$(BUILD)/generated/%.manual.o: $(BUILD)/generated/%.manual.c
	$(CC) $(ALL_CFLAGS) -c $< -o $@

$(BUILD)/bin/%: $(BUILD)/tools/%.o $(BUILD)/generated/%.manual.o $(BUILD)/libhearth.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/tests/%: tests/%.c $(BUILD)/libhearth.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests -o $@ $< $(BUILD)/libhearth.a $(LIBS) -lcmocka

unit: $(UNITS)
	scripts/unit $(UNITS)

golden: all
	BUILD=$(BUILD) scripts/golden

layers:
	scripts/layers

format-check:
	scripts/format --check

check: unit golden layers format-check

asan:
	$(MAKE) BUILD=build-asan CFLAGS="-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined" unit golden

bench: all
	BUILD=$(BUILD) scripts/bench

fuzz:
	scripts/fuzz

format:
	scripts/format

man: all
	BUILD=$(BUILD) scripts/man $(BUILD)/man

install: all man
	BUILD=$(BUILD) scripts/install "$(DESTDIR)$(PREFIX)"

uninstall:
	scripts/install --remove "$(DESTDIR)$(PREFIX)"

clean:
	rm -rf build build-asan build-fuzz

-include $(LIB_OBJECTS:.o=.d) $(TOOL_SOURCES:tools/%.c=$(BUILD)/tools/%.d)
