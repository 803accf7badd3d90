# Hearth: `make` builds, `make check` tests; see README.md and CONTRIBUTING.md.
#
# Everything is found by its place: tools/hearth-NAME.c is the executable hearth-NAME, every .c under
# lib/ goes into one archive (the linker takes what a tool uses, --as-needed drops the rest), and
# tests/unit/test_NOUN.c and tests/oracle/test_NOUN.c are test programs.

PREFIX   = /usr/local
BUILD    = build
CC       = cc
CFLAGS   = -O2 -g
WARNINGS = -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
           -Wno-missing-field-initializers -Werror
PKG      = pangocairo cairo libpng gsl libsodium
VERSION  = 0.1.0

PKG_CFLAGS := $(shell pkg-config --cflags $(PKG))
PKG_LIBS   := $(shell pkg-config --libs $(PKG))
ALL_CFLAGS  = -std=c11 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -DHEARTH_VERSION='"$(VERSION)"' \
              -Ilib -I$(BUILD)/generated $(PKG_CFLAGS) $(WARNINGS) $(CFLAGS) -pthread -MMD -MP
LIBS        = -Wl,--as-needed $(PKG_LIBS) -lcsv -lm -pthread
SANITIZE    = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined

LIB_SOURCES  := $(sort $(wildcard lib/*/*.c lib/*/*/*.c))
LIB_OBJECTS   = $(LIB_SOURCES:%.c=$(BUILD)/%.o)
EMBEDDED     := $(sort $(wildcard datasets/schema/*.csv))
EMBED_OBJECT  = $(if $(EMBEDDED),$(BUILD)/generated/embedded.o)
TOOL_SOURCES := $(sort $(wildcard tools/hearth-*.c tools/hearth.c))
TOOLS         = $(TOOL_SOURCES:tools/%.c=$(BUILD)/bin/%)
UNITS         = $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/unit/test_*.c)))
ORACLES       = $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/oracle/test_*.c)))

.PHONY: all units check unit oracle golden hard-times layers format-check house \
        asan bench fuzz format man install uninstall clean always
.DELETE_ON_ERROR:
.SECONDARY:

all: $(TOOLS)
units: $(UNITS) $(ORACLES)

# Two notes that change only when what they say changes: the compiler and its flags (on which every
# object depends), and the lists of sources (on which the archive and the list of tools depend).
$(BUILD)/flags: always
	@mkdir -p $(@D)
	@printf '%s\n' '$(subst ','\'',$(CC) $(ALL_CFLAGS) $(LIBS))' | cmp -s - $@ || \
	 printf '%s\n' '$(subst ','\'',$(CC) $(ALL_CFLAGS) $(LIBS))' > $@
$(BUILD)/sources: always
	@mkdir -p $(@D)
	@echo '$(LIB_SOURCES) $(TOOL_SOURCES) $(EMBEDDED)' | cmp -s - $@ || \
	 echo '$(LIB_SOURCES) $(TOOL_SOURCES) $(EMBEDDED)' > $@

$(BUILD)/lib/%.o: lib/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c $< -o $@

# Facts as data: every CSV file in datasets/schema is compiled in, to be found by its name.
$(BUILD)/generated/embedded.c: $(EMBEDDED) scripts/embed $(BUILD)/sources
	@mkdir -p $(@D)
	scripts/embed $(EMBEDDED) > $@

$(BUILD)/libhearth.a: $(LIB_OBJECTS) $(EMBED_OBJECT) $(BUILD)/sources
	@rm -f $@
	ar rcs $@ $(LIB_OBJECTS) $(EMBED_OBJECT)

# A tool's top comment is its manual, and the first lines of all of them are `hearth help`.
$(BUILD)/generated/%.manual.c: tools/%.c scripts/manual
	@mkdir -p $(@D)
	scripts/manual $< > $@

$(BUILD)/generated/tool_list.h: $(TOOL_SOURCES) scripts/tool-list $(BUILD)/sources
	@mkdir -p $(@D)
	scripts/tool-list $(TOOL_SOURCES) > $@

$(BUILD)/generated/%.o: $(BUILD)/generated/%.c $(BUILD)/flags
	$(CC) $(ALL_CFLAGS) -c $< -o $@

$(BUILD)/tools/%.o: tools/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c $< -o $@

$(BUILD)/tools/hearth.o: $(BUILD)/generated/tool_list.h

$(BUILD)/bin/%: $(BUILD)/tools/%.o $(BUILD)/generated/%.manual.o $(BUILD)/libhearth.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/tests/%: tests/%.c $(BUILD)/libhearth.a $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests -o $@ $< $(BUILD)/libhearth.a $(LIBS) -lcmocka

unit: $(UNITS)
	scripts/unit $(UNITS)

oracle: $(ORACLES)
	scripts/unit $(ORACLES)

golden: all
	BUILD=$(BUILD) scripts/golden

hard-times: all
	BUILD=$(BUILD) scripts/hard-times

layers:
	scripts/layers

format-check:
	scripts/format --check

house: all
	BUILD=$(BUILD) CC='$(CC)' scripts/house

check: unit oracle golden hard-times layers format-check house

asan:
	LSAN_OPTIONS=suppressions=$(CURDIR)/tests/leaks.txt:print_suppressions=0 \
	$(MAKE) BUILD=build-asan CFLAGS="$(SANITIZE)" unit oracle golden hard-times

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
	BUILD=$(BUILD) scripts/install --remove "$(DESTDIR)$(PREFIX)"

clean:
	rm -rf build build-*

-include $(LIB_OBJECTS:.o=.d) $(TOOLS:$(BUILD)/bin/%=$(BUILD)/tools/%.d) $(UNITS:=.d) $(ORACLES:=.d)
