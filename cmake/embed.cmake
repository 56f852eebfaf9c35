# Carries the SQL files inside the program, so that one binary is the whole daemon.
#
# Included, it offers osb_embed(NAME FOLDER): a library NAME with the table of
# server/db/sql_files.h, made anew whenever a file under FOLDER changes. The same file, run
# as a script (cmake -D OUT=.. -D ROOT=.. -D LIST=.. -P), writes that table.

if(CMAKE_SCRIPT_MODE_FILE)
    file(STRINGS ${LIST} names)
    set(bodies "")
    set(rows "")
    set(n 0)
    foreach(name ${names})
        # bytes, not a literal: no escaping to get wrong, no limit on its length
        file(READ ${ROOT}/${name} bytes HEX)
        string(REGEX REPLACE "(................................)" "\\1\n" bytes "${bytes}")
        string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
        string(APPEND bodies "static const unsigned char file_${n}[] = {\n${bytes}0x00\n};\n")
        string(APPEND rows
               "    { \"${name}\", (const char *)file_${n}, sizeof file_${n} - 1 },\n")
        math(EXPR n "${n} + 1")
    endforeach()
    file(WRITE ${OUT} "/* Made by cmake/embed.cmake from the files under ${FOLDER}/. */
#include \"server/db/sql_files.h\"\n
${bodies}
const struct sql_file sql_files[] = {\n${rows}    { 0, 0, 0 },\n};
const size_t sql_file_count = ${n};\n")
    return()
endif()

set(OSB_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})

function(osb_embed name folder)
    file(GLOB_RECURSE files RELATIVE ${PROJECT_SOURCE_DIR}/${folder} CONFIGURE_DEPENDS
         ${PROJECT_SOURCE_DIR}/${folder}/*.sql)
    list(SORT files)
    list(TRANSFORM files PREPEND ${PROJECT_SOURCE_DIR}/${folder}/ OUTPUT_VARIABLE paths)
    list(JOIN files "\n" lines)
    set(list ${CMAKE_CURRENT_BINARY_DIR}/${name}.list)
    file(CONFIGURE OUTPUT ${list} CONTENT "${lines}\n" @ONLY)
    set(out ${CMAKE_CURRENT_BINARY_DIR}/${name}.c)
    add_custom_command(
        OUTPUT ${out}
        COMMAND ${CMAKE_COMMAND} -D OUT=${out} -D ROOT=${PROJECT_SOURCE_DIR}/${folder}
                -D LIST=${list} -D FOLDER=${folder} -P ${OSB_EMBED_SCRIPT}
        DEPENDS ${paths} ${list} ${OSB_EMBED_SCRIPT}
        COMMENT "Embedding ${folder}/"
        VERBATIM)
    add_library(${name} STATIC ${out})
    target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name} PUBLIC osb_flags)
endfunction()
