# Translations: po/LANGUAGE.po becomes locale/LANGUAGE/LC_MESSAGES/osb.mo in the build tree, where
# the client finds it beside itself. msgfmt refuses a translation whose format would not fit.
find_program(MSGFMT msgfmt REQUIRED)
set(OSB_LOCALE ${PROJECT_BINARY_DIR}/locale)
file(GLOB languages CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/po/*.po)
foreach(po ${languages})
    get_filename_component(language ${po} NAME_WE)
    set(mo ${OSB_LOCALE}/${language}/LC_MESSAGES/osb.mo)
    add_custom_command(
        OUTPUT ${mo}
        COMMAND ${CMAKE_COMMAND} -E make_directory ${OSB_LOCALE}/${language}/LC_MESSAGES
        COMMAND ${MSGFMT} --check-format --output-file=${mo} ${po}
        DEPENDS ${po}
        COMMENT "Translating to ${language}"
        VERBATIM)
    list(APPEND mos ${mo})
endforeach()
add_custom_target(osb_words ALL DEPENDS ${mos})
