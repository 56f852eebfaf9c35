# The strict set, and the hardening that gcc 12 and clang 14 both know.
add_library(osb_flags INTERFACE)
target_compile_options(osb_flags INTERFACE
    -Wall -Wextra -Werror -Wpedantic -Wconversion -Wsign-conversion -Wformat=2 -Wshadow -Wundef
    -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wpointer-arith -Wcast-qual
    -Wwrite-strings -Wvla -Wswitch-enum -Wimplicit-fallthrough
    -fno-strict-aliasing -fno-strict-overflow -fno-delete-null-pointer-checks
    -fstack-protector-strong -fno-common)
# clang counts assert(!"reason") as a conversion.
target_compile_options(osb_flags INTERFACE $<$<C_COMPILER_ID:Clang>:-Wno-string-conversion>)
target_compile_definitions(osb_flags INTERFACE _GNU_SOURCE OSB_VERSION="${PROJECT_VERSION}"
    $<$<BOOL:${OSB_SWITCHES}>:OSB_SWITCHES>)
if(OSB_SANITIZE)
    target_compile_options(osb_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
        -fno-omit-frame-pointer)
    target_link_options(osb_flags INTERFACE -fsanitize=address,undefined)
else()
    target_compile_options(osb_flags INTERFACE
        $<$<CONFIG:Release,RelWithDebInfo>:-D_FORTIFY_SOURCE=2 -fstack-clash-protection>)
endif()
if(OSB_FUZZ)
    target_compile_options(osb_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(OSB_COVERAGE)
    target_compile_options(osb_flags INTERFACE --coverage)
    target_link_options(osb_flags INTERFACE --coverage)
endif()
target_compile_options(osb_flags INTERFACE -fPIE)
target_link_options(osb_flags INTERFACE -pie -Wl,--as-needed -Wl,-z,relro,-z,now,-z,noexecstack)
# Assertions stay on in every build: a broken promise inside must stop the program.
foreach(config RELEASE RELWITHDEBINFO)
    string(REPLACE "-DNDEBUG" "" CMAKE_C_FLAGS_${config} "${CMAKE_C_FLAGS_${config}}")
endforeach()
