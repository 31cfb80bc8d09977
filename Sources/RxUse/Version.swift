/// The version of rxuse.
package let rxuseVersion = "0.1.0"
