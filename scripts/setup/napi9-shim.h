// better-sqlite3 asks for Node-API 10 for one reason: references to plain values. This boxes such a value in an object
// and refers to that, so that the module also runs on Node-API 9 (Electron 33). Force-included before its source.
#include <napi.h>
#include <utility>

namespace Napi {

template <typename T>
struct BoxedReference {
  BoxedReference() = default;
  BoxedReference(BoxedReference&&) = default;
  BoxedReference& operator=(BoxedReference&&) = default;
  static BoxedReference Make(const T& value) {
    BoxedReference boxed;
    Object box = Object::New(value.Env());
    box.Set(uint32_t(0), value);
    boxed.ref_ = Reference<Object>::New(box, 1);
    return boxed;
  }
  T Value() const {
    if (ref_.IsEmpty()) return T();
    return ref_.Value().Get(uint32_t(0)).template As<T>();
  }
  bool IsEmpty() const { return ref_.IsEmpty(); }
  Napi::Env Env() const { return ref_.Env(); }
  void Reset() { ref_.Reset(); }
  void SuppressDestruct() { ref_.SuppressDestruct(); }
  Reference<Object> ref_;
};

#define BLOCAO_BOXED_REFERENCE(T)                                                                     \
  template <>                                                                                         \
  class Reference<T> : public BoxedReference<T> {                                                     \
   public:                                                                                            \
    Reference() = default;                                                                            \
    Reference(Reference&&) = default;                                                                 \
    Reference& operator=(Reference&&) = default;                                                      \
    Reference(BoxedReference<T>&& boxed) : BoxedReference<T>(std::move(boxed)) {}                     \
    static Reference New(const T& value, uint32_t = 0) { return Reference(BoxedReference<T>::Make(value)); } \
    void Reset() { BoxedReference<T>::Reset(); }                                                      \
    void Reset(const T& value, uint32_t = 0) { *this = New(value); }                                  \
  };

BLOCAO_BOXED_REFERENCE(::Napi::String)
BLOCAO_BOXED_REFERENCE(::Napi::Value)

}  // namespace Napi
