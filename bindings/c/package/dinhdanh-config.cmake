# dinhdanh::dinhdanh, the shared library; dinhdanh::static, the other one.
get_filename_component(_dinhdanh_root "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
if(NOT TARGET dinhdanh::dinhdanh)
  add_library(dinhdanh::dinhdanh SHARED IMPORTED)
  set_target_properties(dinhdanh::dinhdanh PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${_dinhdanh_root}/include")
  if(WIN32)
    set_target_properties(dinhdanh::dinhdanh PROPERTIES
      IMPORTED_LOCATION "${_dinhdanh_root}/bin/dinhdanh.dll"
      IMPORTED_IMPLIB "${_dinhdanh_root}/lib/libdinhdanh.dll.a")
  elseif(APPLE)
    set_target_properties(dinhdanh::dinhdanh PROPERTIES IMPORTED_LOCATION "${_dinhdanh_root}/lib/libdinhdanh.dylib")
  else()
    set_target_properties(dinhdanh::dinhdanh PROPERTIES
      IMPORTED_LOCATION "${_dinhdanh_root}/lib/libdinhdanh.so" IMPORTED_SONAME libdinhdanh.so)
  endif()
endif()
if(NOT TARGET dinhdanh::static AND EXISTS "${_dinhdanh_root}/lib/libdinhdanh.a")
  add_library(dinhdanh::static STATIC IMPORTED)
  set_target_properties(dinhdanh::static PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES "${_dinhdanh_root}/include"
    IMPORTED_LOCATION "${_dinhdanh_root}/lib/libdinhdanh.a"
    INTERFACE_LINK_LIBRARIES "pthread;m;dl")
endif()
unset(_dinhdanh_root)
